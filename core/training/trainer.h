#pragma once

#include "core/base/job.h"
#include "core/checkpoint/checkpoint.h"
#include "core/dataset/example_queue.h"
#include "core/dataset/label_scale.h"
#include "core/training/objective.h"
#include "core/training/run_folder.h"
#include "core/training/train_options.h"
#include "core/training/training_log.h"

#include <nlohmann/json_fwd.hpp>

#include <functional>
#include <memory>
#include <string>

namespace tvlt {

/// The clips of a run.
struct TrainingData {
    std::shared_ptr<const ExampleSource> training;
    std::shared_ptr<const ExampleSource> validation; ///< may be null: then there is no best checkpoint
    LabelScale scale; ///< of a regression's values in `training`; empty: they are learnt as they are
    QueueOptions queue;
};

/// What a run tells while it goes; called on its thread. Any may be empty.
struct TrainingEvents {
    struct Step {
        LogRow row;
        std::int64_t steps = 0;      ///< of the whole run
        double clipsPerSecond = 0.0; ///< lately
        double secondsLeft = 0.0;
    };
    std::function<void(const Step&)> stepped;
    std::function<void(const SkippedClip&)> skipped; ///< of either data; each once, but again when a run is resumed
    std::function<void(std::int64_t step)> saved;
};

enum class TrainingEnd { Finished, Interrupted, NoLongerBetter };

/// How a run ended.
struct TrainingOutcome {
    TrainingEnd end = TrainingEnd::Finished;
    TrainingState state;
};

/// A training run: one that starts, or one that goes on where it was saved.
class Trainer {
  public:
    /// `checkpoint`: its modules are trained in place, in f32 where they are. `setup`: what the run is, compared when
    /// it is resumed. Throws BadInput for options that make no sense or data that does not fit.
    Trainer(std::shared_ptr<const Checkpoint> checkpoint, TrainOptions options, TrainingData data, RunFolder folder,
            nlohmann::json setup);
    ~Trainer();
    Trainer(const Trainer&) = delete;
    Trainer& operator=(const Trainer&) = delete;

    /// Takes up the optimizer and the step of a resumed run.
    void resume(const RunFolder::Resumed& resumed);

    /// Trains to the end, to the last validation that `patience` allows, or until `job` is stopped, which saves and is
    /// no error. Throws BadInput at a loss that is not a number (the step is named; what was saved before stands),
    /// OutOfMemory with a batch size that fits, and whatever writing throws.
    [[nodiscard]] TrainingOutcome run(const Job& job, const TrainingEvents& events = {});

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace tvlt
