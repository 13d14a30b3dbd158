#include "core/base/error.h"
#include "core/dataset/example_queue.h"
#include "tests/support/catch.h"

#include <atomic>
#include <chrono>
#include <functional>
#include <limits>
#include <new>
#include <stdexcept>
#include <thread>

using namespace tvlt;

namespace {

/// Clip i's target is i; `check` may throw or wait.
class StubSource : public ExampleSource {
  public:
    std::int64_t clips = 10;
    std::function<void(const ExampleRequest&, const Job&)> check;
    mutable std::atomic<int> made{0};

    [[nodiscard]] std::int64_t size() const override { return clips; }
    [[nodiscard]] std::string name(std::int64_t index) const override { return "clip " + std::to_string(index); }
    [[nodiscard]] Example example(const ExampleRequest& request, const Job& job) const override {
        if (check)
            check(request, job);
        ++made;
        Example example;
        example.target = {static_cast<float>(request.index), static_cast<float>(request.draw)};
        return example;
    }
};

/// Every clip in turn, one draw an epoch.
ExampleQueue::Order inTurn(std::int64_t clips) {
    return [clips](std::int64_t number) {
        return ExampleRequest{number % clips, static_cast<std::uint64_t>(number / clips), 0.0};
    };
}

std::vector<std::vector<float>> take(ExampleQueue& queue, int count) {
    std::vector<std::vector<float>> targets;
    for (int i = 0; i < count; ++i)
        targets.push_back(queue.next({}).target);
    return targets;
}

} // namespace

TEST_CASE("examples come in order, whichever thread is first") {
    auto source = std::make_shared<StubSource>();
    source->check = [](const ExampleRequest& request, const Job&) {
        std::this_thread::sleep_for(std::chrono::microseconds(request.index % 3 == 0 ? 900 : 10));
    };
    ExampleQueue queue(source, inTurn(10), 4, {4, 8});
    for (std::int64_t number = 4; number < 60; ++number)
        CHECK(queue.next({}).target ==
              std::vector<float>{static_cast<float>(number % 10), static_cast<float>(number / 10)});
    CHECK(queue.takeSkipped().empty());
}

TEST_CASE("no more examples are made ahead than the queue holds") {
    auto source = std::make_shared<StubSource>();
    ExampleQueue queue(source, inTurn(10), 0, {3, 5});
    for (int taken = 1; taken < 20; ++taken) {
        (void)queue.next({});
        CHECK(source->made <= taken + 5);
    }
}

TEST_CASE("clips that cannot be used are replaced in the same way by any number of threads") {
    const auto run = [](int threads) {
        auto source = std::make_shared<StubSource>();
        source->check = [](const ExampleRequest& request, const Job&) {
            // Clip 3 is bad in one draw only, 8 and 9 always: what follows them wraps round.
            if ((request.index == 3 && request.draw == 1) || request.index >= 8)
                throwBadInput("is damaged", "clip " + std::to_string(request.index));
        };
        ExampleQueue queue(source, inTurn(10), 0, {threads, 7});
        auto targets = take(queue, 40);
        std::vector<std::string> told;
        for (const SkippedClip& clip : queue.takeSkipped())
            told.push_back(clip.name + ": " + clip.reason);
        CHECK(queue.takeSkipped().empty());
        return std::pair(targets, told);
    };
    const auto one = run(1);
    CHECK(one.first[8] == std::vector<float>{0, 0});
    CHECK(one.first[9] == std::vector<float>{0, 0});
    CHECK(one.first[13] == std::vector<float>{4, 1});
    CHECK(one.first[23] == std::vector<float>{3, 2});
    REQUIRE(one.second.size() == 3);
    CHECK(one.second[2] == "clip 3: clip 3: is damaged");
    CHECK(run(2) == one);
    CHECK(run(5) == one);
}

TEST_CASE("a clip is told as skipped only when its example is handed over, and once") {
    auto source = std::make_shared<StubSource>();
    source->check = [](const ExampleRequest& request, const Job&) {
        if (request.index == 2)
            throwNotFound("no such file", "two.mp4");
    };
    ExampleQueue queue(source, inTurn(10), 0, {2, 10});
    (void)take(queue, 2);
    CHECK(queue.takeSkipped().empty());
    (void)take(queue, 1);
    const auto skipped = queue.takeSkipped();
    REQUIRE(skipped.size() == 1);
    CHECK(skipped[0].index == 2);
    CHECK(skipped[0].name == "clip 2");
    (void)take(queue, 10);
    CHECK(queue.takeSkipped().empty());
}

TEST_CASE("a source without one usable clip is an error with the first reason") {
    for (const std::int64_t clips : {std::int64_t{4}, std::int64_t{0}, std::numeric_limits<std::int64_t>::max()}) {
        auto source = std::make_shared<StubSource>();
        source->clips = clips;
        source->check = [](const ExampleRequest& request, const Job&) {
            throwBadInput("reason " + std::to_string(request.index));
        };
        ExampleQueue queue(source, [](std::int64_t) { return ExampleRequest{1, 0, 0.0}; }, 0, {2, 4});
        for (int again = 0; again < 2; ++again)
            try {
                (void)queue.next({});
                FAIL("no error");
            } catch (const Exception& e) {
                CHECK(e.error().kind == Error::Kind::BadInput);
                CHECK(e.error().what.find(clips == 0 ? "no clips" : "reason 1") != std::string::npos);
            }
    }
}

TEST_CASE("an exception that is no clip's fault passes through") {
    auto source = std::make_shared<StubSource>();
    source->check = [](const ExampleRequest& request, const Job&) {
        if (request.index == 2)
            throw std::bad_alloc();
        if (request.index == 5)
            throw std::logic_error("a bug");
    };
    {
        ExampleQueue queue(source, inTurn(10), 0, {2, 4});
        (void)take(queue, 2);
        CHECK_THROWS_AS(queue.next({}), std::bad_alloc);
    }
    ExampleQueue queue(source, inTurn(10), 3, {2, 4});
    (void)take(queue, 2);
    CHECK_THROWS_AS(queue.next({}), std::logic_error);
}

TEST_CASE("waiting for an example can be stopped, and so can a queue whose threads are at work") {
    auto source = std::make_shared<StubSource>();
    std::atomic<bool> began{false};
    source->check = [&began](const ExampleRequest&, const Job& job) {
        began = true;
        for (;;) { // until the queue dies
            job.check();
            std::this_thread::yield();
        }
    };
    std::stop_source stop;
    {
        ExampleQueue queue(source, inTurn(10), 0, {2, 4});
        std::jthread stopper([&] {
            while (!began)
                std::this_thread::yield();
            stop.request_stop();
        });
        try {
            (void)queue.next(Job{stop.get_token(), {}});
            FAIL("no example can be there");
        } catch (const Exception& e) {
            CHECK(e.error().kind == Error::Kind::Cancelled);
        }
    }
    CHECK(source->made == 0);
}

TEST_CASE("a stopped job gets no example even if one is ready") {
    auto source = std::make_shared<StubSource>();
    ExampleQueue queue(source, inTurn(10), 0, {1, 2});
    (void)queue.next({});
    std::stop_source stop;
    stop.request_stop();
    CHECK_THROWS_AS(queue.next(Job{stop.get_token(), {}}), Exception);
    CHECK(queue.next({}).target == std::vector<float>{1, 0});
}
