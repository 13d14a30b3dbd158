#pragma once

#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/dataset/drawn_source.h"

#include <functional>

namespace tvlt {

/// What a checkpoint takes of a clip.
[[nodiscard]] inline ModelInput inputFor(const Checkpoint& checkpoint) {
    return {checkpoint.preprocessor.image, checkpoint.preprocessor.audio, checkpoint.config.num_frames};
}

/// Drawn clips, changed by the test on their way.
class ChangedSource : public DrawnSource {
  public:
    using Change = std::function<void(const ExampleRequest&, Example&)>;
    ChangedSource(const Checkpoint& checkpoint, std::int64_t count, DrawnTarget target, Change change)
        : DrawnSource(inputFor(checkpoint), 50, count, target), change_(std::move(change)) {}

    [[nodiscard]] Example example(const ExampleRequest& request, const Job& job = {}) const override {
        Example example = DrawnSource::example(request, job);
        change_(request, example);
        return example;
    }

  private:
    Change change_;
};

} // namespace tvlt
