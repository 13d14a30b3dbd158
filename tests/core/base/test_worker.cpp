#include "core/base/worker.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <atomic>
#include <latch>
#include <mutex>

using namespace tvlt;

namespace {

/// Tasks that wait to be let go, and a record of what became of each.
struct Bench {
    std::mutex mutex;
    std::vector<std::uint64_t> ran, stopped, dropped; // ids, in order
    std::condition_variable changed;
    bool open = false;

    Worker::Task task(std::string subject) {
        return {std::move(subject),
                [this](std::uint64_t id, std::stop_token stop) {
                    std::unique_lock lock(mutex);
                    ran.push_back(id);
                    changed.notify_all();
                    while (!open && !stop.stop_requested())
                        changed.wait_for(lock, std::chrono::milliseconds(1));
                    if (stop.stop_requested())
                        stopped.push_back(id);
                    changed.notify_all();
                },
                [this](std::uint64_t id) {
                    const std::lock_guard lock(mutex);
                    dropped.push_back(id);
                    changed.notify_all();
                }};
    }
    template <class Condition> void waitFor(Condition condition) {
        std::unique_lock lock(mutex);
        changed.wait(lock, condition);
    }
    void release() {
        const std::lock_guard lock(mutex);
        open = true;
        changed.notify_all();
    }
};

using Ids = std::vector<std::uint64_t>;

} // namespace

TEST_CASE("while a task runs only the newest of those that wait is kept, and it runs next") {
    Bench bench;
    Worker worker;
    const auto first = worker.submit(bench.task("clip"));
    bench.waitFor([&] { return bench.ran.size() == 1; });
    Ids waiting;
    for (int i = 0; i < 20; ++i)
        waiting.push_back(worker.submit(bench.task("clip")));
    bench.release();
    bench.waitFor([&] { return bench.ran.size() == 2; });
    CHECK(bench.ran == Ids{first, waiting.back()});
    CHECK(bench.stopped.empty());
    waiting.pop_back();
    CHECK(bench.dropped == waiting);
}

TEST_CASE("a drag that never pauses still sees passes finish") {
    std::atomic<int> submitted = 0;
    std::atomic<int> finished = 0;
    Worker worker;
    const auto pass = [&](std::uint64_t, std::stop_token stop) {
        const int before = submitted;
        while (submitted < before + 3 && !stop.stop_requested())
            std::this_thread::yield(); // newer positions arrive meanwhile
        if (!stop.stop_requested())
            ++finished;
    };
    while (finished < 5) {
        worker.submit({"clip", pass, [](std::uint64_t) {}});
        ++submitted;
    }
    CHECK(finished >= 5);
}

TEST_CASE("a task about another subject stops the one that runs") {
    Bench bench;
    Worker worker;
    const auto first = worker.submit(bench.task("one clip"));
    bench.waitFor([&] { return bench.ran.size() == 1; });
    const auto second = worker.submit(bench.task("another clip"));
    bench.waitFor([&] { return bench.ran.size() == 2; });
    CHECK(bench.stopped == Ids{first});
    CHECK(bench.ran == Ids{first, second});
    bench.release();
}

TEST_CASE("cancel stops what runs and drops what waits, and the worker goes on to serve") {
    Bench bench;
    Worker worker;
    const auto running = worker.submit(bench.task("clip"));
    bench.waitFor([&] { return bench.ran.size() == 1; });
    const auto waiting = worker.submit(bench.task("clip"));
    worker.cancel();
    bench.waitFor([&] { return !bench.stopped.empty() && !bench.dropped.empty(); });
    CHECK(bench.stopped == Ids{running});
    CHECK(bench.dropped == Ids{waiting});
    bench.release();
    const auto later = worker.submit(bench.task("clip"));
    bench.waitFor([&] { return bench.ran.size() == 2; });
    CHECK(bench.ran.back() == later);
}

TEST_CASE("a worker that dies stops its task and tells those that wait") {
    Bench bench;
    Ids ids;
    {
        Worker worker;
        ids.push_back(worker.submit(bench.task("clip")));
        bench.waitFor([&] { return bench.ran.size() == 1; });
        ids.push_back(worker.submit(bench.task("clip")));
    }
    CHECK(bench.stopped == Ids{ids[0]});
    CHECK(bench.dropped == Ids{ids[1]});
    CHECK(bench.ran == Ids{ids[0]});
}

TEST_CASE("a task may submit another one from the worker's own thread") {
    std::latch done(1);
    Worker worker;
    worker.submit(
        {"clip",
         [&](std::uint64_t, std::stop_token) {
             worker.submit({"clip", [&](std::uint64_t, std::stop_token) { done.count_down(); }, [](std::uint64_t) {}});
         },
         [](std::uint64_t) {}});
    done.wait();
    SUCCEED();
}

TEST_CASE("a stub model asked from many threads, cancelled and destroyed at random moments, ends each pass once") {
    // What passes hand on unlocked, as an engine keeps features between them: the worker's thread alone may touch it.
    for (int round = 0; round < 20; ++round) {
        constexpr int kThreads = 4;
        constexpr int kRequests = 200;
        std::vector<float> features; // worker's thread alone
        std::mutex mutex;
        std::vector<std::uint64_t> ended;
        const auto end = [&](std::uint64_t id) {
            const std::lock_guard lock(mutex);
            ended.push_back(id);
        };
        const auto pass = [&](std::uint64_t id, const std::stop_token& stop) {
            features.assign(64, static_cast<float>(id));
            for (int layer = 0; layer < 12 && !stop.stop_requested(); ++layer)
                for (float& feature : features)
                    feature = feature * 0.5F + 1.0F;
            end(id);
        };
        std::vector<std::uint64_t> submitted;
        {
            Worker worker;
            std::vector<std::jthread> people;
            for (int t = 0; t < kThreads; ++t)
                people.emplace_back([&, t] {
                    for (int i = 0; i < kRequests; ++i) {
                        const auto id = worker.submit({i % 7 == 0 ? std::to_string(t) : "clip", pass, end});
                        if ((i + t) % 11 == 0)
                            worker.cancel();
                        const std::lock_guard lock(mutex);
                        submitted.push_back(id);
                    }
                });
        }
        std::ranges::sort(submitted);
        std::ranges::sort(ended);
        REQUIRE(submitted.size() == kThreads * kRequests);
        REQUIRE(ended == submitted);
    }
}
