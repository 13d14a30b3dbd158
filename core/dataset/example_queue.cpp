#include "core/dataset/example_queue.h"

#include "core/base/error.h"
#include "core/features/parallel.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <limits>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

namespace tvlt {

namespace {

/// What came of one number.
struct Outcome {
    Example example;
    std::vector<SkippedClip> skipped; ///< on the way to it
    std::exception_ptr failure;
};

bool isClipsFault(const Error& error) {
    return error.kind != Error::Kind::Cancelled && error.kind != Error::Kind::OutOfMemory;
}

/// After how many clips in a row it is plain that none can be used.
std::int64_t mostTries(std::int64_t clips) {
    constexpr std::int64_t kEndless = 1000;
    return clips == std::numeric_limits<std::int64_t>::max() ? kEndless : clips;
}

/// The example of `request`, or of the first clip after it that can be used.
Example firstUsable(const ExampleSource& source, ExampleRequest request, std::vector<SkippedClip>& skipped,
                    const Job& job) {
    const std::int64_t clips = source.size();
    for (std::int64_t tries = mostTries(clips); tries > 0; --tries) {
        try {
            return source.example(request, job);
        } catch (const Exception& e) {
            if (!isClipsFault(e.error()))
                throw;
            skipped.push_back({request.index, source.name(request.index), e.error().message()});
        }
        job.check();
        request.index = request.index + 1 < clips ? request.index + 1 : 0;
    }
    if (skipped.empty())
        throwBadInput("there are no clips", "data");
    throwBadInput("not one of " + std::to_string(skipped.size()) +
                      " clips can be used; the first one: " + skipped.front().reason,
                  skipped.front().name, "Look at the files with tvlt info.");
}

} // namespace

struct ExampleQueue::Impl {
    std::shared_ptr<const ExampleSource> source;
    Order order;
    QueueOptions options;

    std::mutex mutex;
    std::condition_variable_any changed;
    std::int64_t nextToMake = 0;
    std::int64_t nextToHand = 0;
    std::map<std::int64_t, Outcome> made;
    std::vector<SkippedClip> skipped; ///< not told yet
    std::set<std::int64_t> known;     ///< indices of all skipped clips so far
    std::vector<std::jthread> threads;

    [[nodiscard]] Outcome make(std::int64_t number, const Job& job) const {
        Outcome outcome;
        try {
            outcome.example = firstUsable(*source, order(number), outcome.skipped, job);
        } catch (...) {
            outcome.failure = std::current_exception();
        }
        return outcome;
    }

    void work(const std::stop_token& stop) {
        const SerialWork serial(options.threads > 1);
        std::unique_lock lock(mutex);
        const auto hasRoom = [this] { return nextToMake < nextToHand + options.ahead; };
        while (changed.wait(lock, stop, hasRoom) && !stop.stop_requested()) {
            const std::int64_t number = nextToMake++;
            lock.unlock();
            Outcome outcome = make(number, Job{stop, {}});
            lock.lock();
            made.emplace(number, std::move(outcome));
            changed.notify_all();
        }
    }
};

ExampleQueue::ExampleQueue(std::shared_ptr<const ExampleSource> source, Order order, std::int64_t first,
                           QueueOptions options)
    : impl_(std::make_unique<Impl>()) {
    impl_->source = std::move(source);
    impl_->order = std::move(order);
    impl_->options = {std::max(1, options.threads), std::max(1, options.ahead)};
    impl_->nextToMake = impl_->nextToHand = first;
    for (int i = 0; i < impl_->options.threads; ++i)
        impl_->threads.emplace_back([impl = impl_.get()](const std::stop_token& stop) { impl->work(stop); });
}

ExampleQueue::~ExampleQueue() {
    for (auto& thread : impl_->threads)
        thread.request_stop();
    impl_->threads.clear();
}

Example ExampleQueue::next(const Job& job) {
    Impl& queue = *impl_;
    std::unique_lock lock(queue.mutex);
    const bool ready = queue.changed.wait(lock, job.stop, [&queue] { return queue.made.contains(queue.nextToHand); });
    if (!ready || job.stop.stop_requested())
        throwCancelled();
    Outcome& outcome = queue.made.at(queue.nextToHand);
    for (auto& clip : std::exchange(outcome.skipped, {}))
        if (queue.known.insert(clip.index).second)
            queue.skipped.push_back(std::move(clip));
    if (outcome.failure)
        std::rethrow_exception(outcome.failure);
    Example example = std::move(outcome.example);
    queue.made.erase(queue.nextToHand++);
    queue.changed.notify_all();
    return example;
}

std::vector<SkippedClip> ExampleQueue::takeSkipped() {
    const std::lock_guard lock(impl_->mutex);
    return std::exchange(impl_->skipped, {});
}

} // namespace tvlt
