#include "core/base/ahead_queue.h"
#include "core/base/task_queue.h"
#include "tests/support/catch.h"

#include <atomic>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>

using namespace tvlt;

TEST_CASE("items made ahead come in order up to the end, and one that failed is thrown in its turn") {
    AheadQueue<std::string> queue(
        [](std::int64_t number, const Job&) {
            if (number == 3)
                throw std::runtime_error("three");
            return std::to_string(number);
        },
        2, {3, 2}, 6);
    CHECK(queue.next({}) == "2");
    CHECK_THROWS_WITH(queue.next({}), "three");
    CHECK(queue.next({}) == "4");
    CHECK(queue.next({}) == "5");
}

TEST_CASE("nothing is made past the end of a queue, nor more ahead than it holds") {
    std::atomic<int> made{0};
    {
        AheadQueue<int> queue([&](std::int64_t number, const Job&) { return ++made, static_cast<int>(number); }, 0,
                              {2, 3}, 7);
        for (int taken = 0; taken < 7; ++taken) {
            CHECK(queue.next({}) == taken);
            CHECK(made <= taken + 1 + 3);
        }
    }
    CHECK(made == 7);
}

TEST_CASE("every task is run once, and finish waits for all") {
    std::mutex mutex;
    std::multiset<int> ran;
    TaskQueue queue(3, 2);
    for (int i = 0; i < 50; ++i)
        queue.add(
            [&, i] {
                const std::lock_guard lock(mutex);
                ran.insert(i);
            },
            {});
    queue.finish();
    CHECK(ran.size() == 50);
    CHECK(std::set<int>(ran.begin(), ran.end()).size() == 50);
}

TEST_CASE("who adds faster than tasks run waits, and can be stopped") {
    std::mutex busy;
    std::unique_lock held(busy);
    std::atomic<int> ran{0};
    TaskQueue queue(1, 2);
    const auto task = [&] {
        const std::lock_guard lock(busy);
        ++ran;
    };
    std::stop_source stop;
    std::atomic<int> added{0};
    std::jthread stopper([&] {
        while (added < 3) // one runs, two wait: the fourth finds no room
            std::this_thread::yield();
        stop.request_stop();
    });
    try {
        for (;;) {
            queue.add(task, Job{stop.get_token(), {}});
            ++added;
        }
    } catch (const Exception& e) {
        CHECK(e.error().kind == Error::Kind::Cancelled);
    }
    CHECK(added == 3);
    held.unlock();
    queue.finish();
    CHECK(ran == 3);
}

TEST_CASE("a task that throws drops those behind it and is told to who adds or finishes") {
    std::atomic<int> ran{0};
    TaskQueue queue(1, 100);
    std::mutex busy;
    std::unique_lock held(busy);
    queue.add(
        [&] {
            const std::lock_guard lock(busy);
            throw std::runtime_error("disk full");
        },
        {});
    for (int i = 0; i < 10; ++i)
        queue.add([&] { ++ran; }, {});
    held.unlock();
    CHECK_THROWS_WITH(queue.finish(), "disk full");
    CHECK(ran == 0);
    CHECK_THROWS_WITH(queue.add([&] { ++ran; }, {}), "disk full");
}

TEST_CASE("a queue that goes runs what was added") {
    std::atomic<int> ran{0};
    {
        TaskQueue queue(1, 10);
        for (int i = 0; i < 5; ++i)
            queue.add([&] { ++ran; }, {});
    }
    CHECK(ran == 5);
}
