#pragma once

#include "core/base/job.h"
#include "core/dataset/example_queue.h"
#include "core/training/objective.h"

#include <memory>
#include <vector>

namespace tvlt {

/// The same clips with the same masks and pairs at each call, held in memory as batches, not on the GPU.
class Validation {
  public:
    /// Makes the features of all clips of `source`; those that cannot be used are left out, see skipped(). Throws
    /// BadInput when none is left, and for an endless stream. `deviation`: PassOptions'.
    Validation(const ExampleSource& source, const TrainOptions& options, const TvltConfig& config,
               std::vector<float> deviation, const Job& job);

    /// Mean over the clips, without gradients or dropout.
    [[nodiscard]] Losses run(const Modules& modules, const Job& job) const;
    [[nodiscard]] const std::vector<SkippedClip>& skipped() const { return skipped_; }

  private:
    TrainOptions options_;
    std::vector<float> deviation_;
    std::vector<Batch> batches_;
    std::vector<SkippedClip> skipped_;
};

/// Means of losses, each weighted by its number of clips; parts that were not computed stay NaN.
class MeanLosses {
  public:
    void add(const Losses& losses, double clips);
    [[nodiscard]] Losses mean() const;

  private:
    Losses sums_{0, 0, 0, 0, 0, 0};
    Losses weights_{0, 0, 0, 0, 0, 0};
};

} // namespace tvlt
