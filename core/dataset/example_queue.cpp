#include "core/dataset/example_queue.h"

#include "core/base/error.h"
#include "core/features/parallel.h"

#include <exception>
#include <limits>
#include <set>
#include <utility>

namespace tvlt {

namespace {

/// What came of one number.
struct Outcome {
    Example example;
    std::vector<SkippedClip> skipped; ///< on the way to it
    std::exception_ptr failure;       ///< null: there is an example
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
    AheadQueue<Outcome> outcomes;
    std::vector<SkippedClip> skipped; ///< not told yet
    std::set<std::int64_t> known;     ///< indices of all skipped clips so far
};

ExampleQueue::ExampleQueue(std::shared_ptr<const ExampleSource> source, Order order, std::int64_t first,
                           QueueOptions options) {
    const auto make = [source = std::move(source), order = std::move(order),
                       serially = options.threads > 1](std::int64_t number, const Job& job) {
        const SerialWork serial(serially);
        Outcome outcome;
        try {
            outcome.example = firstUsable(*source, order(number), outcome.skipped, job);
        } catch (...) {
            outcome.failure = std::current_exception();
        }
        return outcome;
    };
    impl_.reset(new Impl{AheadQueue<Outcome>(make, first, options), {}, {}});
}

ExampleQueue::~ExampleQueue() = default;

Example ExampleQueue::next(const Job& job) {
    Outcome outcome = impl_->outcomes.next(job);
    for (auto& clip : outcome.skipped)
        if (impl_->known.insert(clip.index).second)
            impl_->skipped.push_back(std::move(clip));
    if (outcome.failure)
        std::rethrow_exception(outcome.failure);
    return std::move(outcome.example);
}

std::vector<SkippedClip> ExampleQueue::takeSkipped() {
    return std::exchange(impl_->skipped, {});
}

} // namespace tvlt
