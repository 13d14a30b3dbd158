#include "core/base/task_queue.h"

#include "core/base/error.h"

#include <algorithm>
#include <utility>

namespace tvlt {

TaskQueue::TaskQueue(int threads, int most) : most_(static_cast<std::size_t>(std::max(1, most))) {
    for (int i = 0; i < std::max(1, threads); ++i)
        threads_.emplace_back([this] { work(); });
}

TaskQueue::~TaskQueue() {
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
    }
    changed_.notify_all();
    threads_.clear();
}

void TaskQueue::throwFailure() {
    if (failure_)
        std::rethrow_exception(failure_);
}

void TaskQueue::add(std::function<void()> task, const Job& job) {
    std::unique_lock lock(mutex_);
    const bool room = changed_.wait(lock, job.stop, [this] { return waiting_.size() < most_; });
    throwFailure();
    if (!room || job.stop.stop_requested())
        throwCancelled();
    waiting_.push_back(std::move(task));
    changed_.notify_all();
}

void TaskQueue::finish() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_.empty() && running_ == 0; });
    throwFailure();
}

void TaskQueue::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return closed_ || !waiting_.empty(); });
        if (waiting_.empty())
            return;
        const auto task = std::move(waiting_.front());
        waiting_.pop_front();
        ++running_;
        changed_.notify_all();
        lock.unlock();
        std::exception_ptr failure;
        try {
            task();
        } catch (...) {
            failure = std::current_exception();
        }
        lock.lock();
        --running_;
        if (failure) {
            failure_ = failure_ ? failure_ : failure;
            waiting_.clear();
        }
        changed_.notify_all();
    }
}

} // namespace tvlt
