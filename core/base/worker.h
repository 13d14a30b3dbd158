#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace tvlt {

/// One thread that runs the newest task, and gives way to the others (priority.h). While a task runs only the newest of
/// those that wait is kept, and it runs next: someone who drags a slider sees passes that finish, the last one with the
/// last position. A task about another subject stops the one that runs, since nobody looks at its result any more.
class Worker {
  public:
    /// Both functions are called on the worker's thread and must not throw; exactly one of them is called, once. They
    /// may call submit() and cancel().
    struct Task {
        std::string subject; ///< what it is about: equal subjects never stop each other
        std::function<void(std::uint64_t id, std::stop_token)> run;
        std::function<void(std::uint64_t id)> dropped; ///< it was replaced or cancelled before it ran
    };

    Worker();
    ~Worker(); ///< as cancel(), then joins
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// Queues a task and returns its id, ascending from 1. Any thread.
    std::uint64_t submit(Task task);
    /// Stops what runs and drops what waits. Any thread.
    void cancel();

  private:
    struct Queued {
        std::uint64_t id = 0;
        Task task;
    };
    void loop(const std::stop_token& quit);
    void dropWaiting();

    std::mutex mutex_; // guards all below but thread_
    std::condition_variable_any changed_;
    std::uint64_t lastId_ = 0;
    std::optional<Queued> waiting_;
    std::vector<Queued> dropped_; // told so by the thread, before it runs anything else
    std::stop_source running_{std::nostopstate};
    std::string runningSubject_;
    std::jthread thread_; // last: it starts when all else is there
};

} // namespace tvlt
