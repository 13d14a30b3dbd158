#pragma once

#include "core/base/job.h"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace tvlt {

/// Tasks that background threads run in the order they were added, a bounded number waiting: whoever adds faster than
/// they run waits. Once one has thrown, those that still wait are dropped.
class TaskQueue {
  public:
    /// `most`: that wait at once.
    TaskQueue(int threads, int most);
    ~TaskQueue(); ///< runs what waits, then ends the threads
    TaskQueue(const TaskQueue&) = delete;
    TaskQueue& operator=(const TaskQueue&) = delete;

    /// Waits for room. Throws what a task before it threw, or Cancelled when `job` is stopped meanwhile. Any thread.
    void add(std::function<void()> task, const Job& job);
    /// Waits until all have run. Throws as add(), but is not stopped: what was added is done.
    void finish();

  private:
    void work();
    void throwFailure();

    std::size_t most_;
    std::mutex mutex_; // guards all below but threads_
    std::condition_variable_any changed_;
    std::deque<std::function<void()>> waiting_;
    int running_ = 0;
    bool closed_ = false;
    std::exception_ptr failure_;
    std::vector<std::jthread> threads_; // last: they start when all else is there
};

} // namespace tvlt
