#pragma once

#include "core/dataset/example_source.h"
#include "core/training/trainer.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

namespace tvlt {

/// Clips that cost nothing: a coloured square of noise on each frame, sound of the same level. The class (0 or 1) and
/// the value tell whether the clip is bright.
class EasySource : public ExampleSource {
  public:
    EasySource(std::int64_t clips, TrainTask task) : clips_(clips), task_(task) {}
    [[nodiscard]] std::int64_t size() const override { return clips_; }
    [[nodiscard]] std::string name(std::int64_t index) const override { return "clip " + std::to_string(index); }
    [[nodiscard]] Example example(const ExampleRequest& request, const Job& job = {}) const override;

    std::int64_t damaged = -1;        ///< this clip cannot be used
    float dark = 0.0F, bright = 1.0F; ///< the values

  private:
    std::int64_t clips_;
    TrainTask task_;
};

/// Two layers of 16, frames of 16 × 16.
[[nodiscard]] TvltConfig tinyConfig();
/// Options of a run that takes no time: accumulation and matching, validation and saving every 2 steps.
[[nodiscard]] TrainOptions tinyOptions(TrainTask task = TrainTask::PreTraining);
[[nodiscard]] std::shared_ptr<const Checkpoint> tinyModel(const TvltConfig& config, TrainTask task,
                                                          std::uint64_t seed = 1);
[[nodiscard]] TrainingData tinyData(TrainTask task = TrainTask::PreTraining);

/// Runs into `folder`, resuming where `resume` holds, and stops after `stopAfter` steps (0: never).
TrainingOutcome runTiny(const std::filesystem::path& folder, const TvltConfig& config, const TrainOptions& options,
                        bool resume = false, std::int64_t stopAfter = 0);

} // namespace tvlt
