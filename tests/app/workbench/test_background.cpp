#include "app/workbench/background.h"
#include "tests/support/catch.h"

#include <QtTest>

#include <atomic>
#include <latch>
#include <thread>

using namespace tvlt;

TEST_CASE("work runs on another thread and its result arrives on this one") {
    Background background;
    const auto here = std::this_thread::get_id();
    std::optional<bool> elsewhere;
    background.start([here](const Job&) { return std::this_thread::get_id() != here; },
                     [&](Result<bool> result) {
                         elsewhere = *result;
                         CHECK(std::this_thread::get_id() == here);
                     });
    CHECK(background.running());
    REQUIRE(QTest::qWaitFor([&] { return elsewhere.has_value(); }));
    CHECK(*elsewhere);
    CHECK_FALSE(background.running());
}

TEST_CASE("newer work stops older work and its result is dropped") {
    Background background;
    std::vector<int> results;
    std::latch started(1);
    const auto done = [&](Result<int> result) { results.push_back(result ? *result : -1); };
    background.start(
        [&](const Job& job) {
            started.count_down();
            for (;;)
                job.check();
            return 1;
        },
        done);
    started.wait();
    background.start([](const Job&) { return 2; }, done);
    REQUIRE(QTest::qWaitFor([&] { return !results.empty(); }));
    QTest::qWait(10);
    CHECK(results == std::vector<int>{2});
}

TEST_CASE("work that is queued waits its turn, and goes with what is cancelled") {
    Background background;
    std::vector<int> results;
    int idle = 0;
    QObject::connect(&background, &Background::idle, [&] { ++idle; });
    const auto done = [&](Result<int> result) { results.push_back(*result); };
    const auto behind = [](std::latch& gate, int value) {
        return [&gate, value](const Job&) {
            gate.wait();
            return value;
        };
    };
    std::latch first(1);
    background.enqueue(behind(first, 1), done);
    background.enqueue([](const Job&) { return 2; }, done);
    background.enqueue([](const Job&) { return 3; }, done);
    first.count_down();
    REQUIRE(QTest::qWaitFor([&] { return idle > 0; }));
    CHECK(results == std::vector<int>{1, 2, 3});
    CHECK(idle == 1);

    std::latch second(1);
    background.enqueue(behind(second, 4), done);
    background.enqueue([](const Job&) { return 5; }, done);
    background.cancel();
    second.count_down();
    QTest::qWait(20);
    CHECK(results.size() == 3);
    background.enqueue([](const Job&) { return 6; }, done);
    REQUIRE(QTest::qWaitFor([&] { return results.size() == 4; }));
    CHECK(results.back() == 6);
}

TEST_CASE("what work throws arrives as an error") {
    Background background;
    std::optional<Error> error;
    background.start([](const Job&) -> int { throwBadInput("no good", "there"); },
                     [&](Result<int> result) { error = result.error(); });
    REQUIRE(QTest::qWaitFor([&] { return error.has_value(); }));
    CHECK(error->what == "no good");
}

TEST_CASE("nothing arrives after cancelling, and destroying stops the work") {
    std::atomic<bool> ended = false;
    bool arrived = false;
    std::latch started(1);
    {
        Background background;
        background.start(
            [&](const Job& job) {
                started.count_down();
                while (!job.stop.stop_requested())
                    std::this_thread::yield();
                ended = true;
                return 0;
            },
            [&](Result<int>) { arrived = true; });
        started.wait();
        background.cancel();
        CHECK_FALSE(background.running());
        REQUIRE(QTest::qWaitFor([&] { return ended.load(); }));
        QTest::qWait(20); // its result is on its way to an object that lives
        CHECK_FALSE(arrived);
    }
    CHECK(ended);
    CHECK_FALSE(arrived);
}
