#include "core/base/worker.h"

#include "core/base/priority.h"

#include <utility>

namespace tvlt {

Worker::Worker() : thread_([this](const std::stop_token& quit) { loop(quit); }) {}

Worker::~Worker() {
    thread_.request_stop();
    cancel();
    thread_.join();
}

std::uint64_t Worker::submit(Task task) {
    const std::lock_guard lock(mutex_);
    if (running_.stop_possible() && task.subject != runningSubject_)
        running_.request_stop();
    dropWaiting();
    waiting_ = Queued{++lastId_, std::move(task)};
    changed_.notify_one();
    return lastId_;
}

void Worker::cancel() {
    const std::lock_guard lock(mutex_);
    running_.request_stop();
    dropWaiting();
    changed_.notify_one();
}

void Worker::dropWaiting() {
    if (waiting_)
        dropped_.push_back(std::move(*waiting_));
    waiting_.reset();
}

void Worker::loop(const std::stop_token& quit) {
    giveWay();
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, quit, [this] { return waiting_ || !dropped_.empty(); });
        if (quit.stop_requested())
            dropWaiting();
        const auto dropped = std::exchange(dropped_, {});
        const auto next = std::exchange(waiting_, std::nullopt);
        if (dropped.empty() && !next)
            return; // asked to quit, and everybody has been told
        if (next) {
            running_ = std::stop_source();
            runningSubject_ = next->task.subject;
        }
        const auto stop = running_.get_token();
        lock.unlock();
        for (const auto& queued : dropped)
            queued.task.dropped(queued.id);
        if (next)
            next->task.run(next->id, stop);
        lock.lock();
        running_ = std::stop_source(std::nostopstate);
    }
}

} // namespace tvlt
