#pragma once

#include "core/batch/run_batch.h"

#include <chrono>

namespace tvlt {

/// What a batch prints on standard error: clips, rate and time left. On a terminal one line that follows every clip and
/// is wiped when the object dies; elsewhere, in a log, a line now and then.
class BatchProgressLine {
  public:
    BatchProgressLine();
    ~BatchProgressLine();
    BatchProgressLine(const BatchProgressLine&) = delete;
    BatchProgressLine& operator=(const BatchProgressLine&) = delete;

    /// One thread at a time.
    void show(const BatchProgress& progress);

  private:
    using Clock = std::chrono::steady_clock;
    Clock::time_point began_ = Clock::now();
    Clock::time_point said_ = began_;
    bool terminal_;
    bool shown_ = false;
};

} // namespace tvlt
