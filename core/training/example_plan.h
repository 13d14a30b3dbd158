#pragma once

#include "core/dataset/example_source.h"
#include "core/training/train_options.h"

#include <cstdint>

namespace tvlt {

/// With whose picture an example's sound is matched.
enum class Pairing { Unmatched, True, Swapped, Shifted };

/// What example `number` of a run is: the run's whole order of clips, as a pure function, so that a run may be taken up
/// at any step.
class ExamplePlan {
  public:
    /// `clips`: the source's size.
    ExamplePlan(const TrainOptions& options, std::int64_t clips);

    [[nodiscard]] ExampleRequest request(std::int64_t number) const;
    [[nodiscard]] Pairing pairing(std::int64_t number) const;

  private:
    TrainOptions options_;
    std::int64_t clips_;
};

} // namespace tvlt
