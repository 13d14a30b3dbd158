#pragma once

#include "core/base/error.h"
#include "core/base/job.h"

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <limits>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

namespace tvlt {

/// How far background threads may run ahead.
struct QueueOptions {
    int threads = 2;
    int ahead = 64; ///< most items held
};

/// Items number first, first + 1, … in that order, made ahead by background threads into a bounded buffer.
template <class Item> class AheadQueue {
  public:
    /// Makes item `number`; called from any of the threads.
    using Make = std::function<Item(std::int64_t number, const Job& job)>;

    /// `end`: one past the last number that is made.
    AheadQueue(Make make, std::int64_t first, QueueOptions options,
               std::int64_t end = std::numeric_limits<std::int64_t>::max())
        : make_(std::move(make)), ahead_(std::max(1, options.ahead)), end_(end), nextToMake_(first),
          nextToHand_(first) {
        for (int i = 0; i < std::max(1, options.threads); ++i)
            threads_.emplace_back([this](const std::stop_token& stop) { work(stop); });
    }
    /// Stops the threads.
    ~AheadQueue() {
        for (auto& thread : threads_)
            thread.request_stop();
        threads_.clear();
    }
    AheadQueue(const AheadQueue&) = delete;
    AheadQueue& operator=(const AheadQueue&) = delete;

    /// Waits for the next item, of those before the end. Any thread: each item is handed over once. Throws Cancelled
    /// when `job` is stopped, and what making the item threw.
    [[nodiscard]] Item next(const Job& job) {
        std::unique_lock lock(mutex_);
        const bool ready = changed_.wait(lock, job.stop, [this] { return made_.contains(nextToHand_); });
        if (!ready || job.stop.stop_requested())
            throwCancelled();
        auto outcome = made_.extract(nextToHand_++);
        changed_.notify_all();
        if (const auto* failure = std::get_if<std::exception_ptr>(&outcome.mapped()))
            std::rethrow_exception(*failure);
        return std::get<Item>(std::move(outcome.mapped()));
    }

  private:
    using Outcome = std::variant<Item, std::exception_ptr>;

    [[nodiscard]] Outcome outcome(std::int64_t number, const Job& job) const {
        try {
            return make_(number, job);
        } catch (...) {
            return std::current_exception();
        }
    }

    void work(const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        const auto hasRoom = [this] { return nextToMake_ < std::min(nextToHand_ + ahead_, end_); };
        while (changed_.wait(lock, stop, hasRoom) && !stop.stop_requested()) {
            const std::int64_t number = nextToMake_++;
            lock.unlock();
            Outcome made = outcome(number, Job{stop, {}});
            lock.lock();
            made_.emplace(number, std::move(made));
            changed_.notify_all();
        }
    }

    Make make_;
    std::int64_t ahead_;
    std::int64_t end_;
    std::mutex mutex_; // guards the three below
    std::int64_t nextToMake_;
    std::int64_t nextToHand_;
    std::map<std::int64_t, Outcome> made_;
    std::condition_variable_any changed_;
    std::vector<std::jthread> threads_; // last: they start when all else is there
};

} // namespace tvlt
