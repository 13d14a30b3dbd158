#pragma once

#include "core/training/trainer.h"

namespace tvlt {

/// What a run prints on standard error: on a terminal a line that follows every step; a line every `every` steps, and
/// one for each validation.
class TrainProgress {
  public:
    explicit TrainProgress(std::int64_t every);
    ~TrainProgress();
    TrainProgress(const TrainProgress&) = delete;
    TrainProgress& operator=(const TrainProgress&) = delete;

    void show(const TrainingEvents::Step& step);
    /// A sentence of its own.
    void say(const std::string& sentence);

  private:
    void wipe();
    std::int64_t every_;
    bool terminal_;
    bool shown_ = false;
};

} // namespace tvlt
