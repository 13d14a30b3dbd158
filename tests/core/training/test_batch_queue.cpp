#include "core/base/error.h"
#include "core/training/batch_queue.h"
#include "tests/support/catch.h"

#include <torch/torch.h>

#include <atomic>
#include <condition_variable>
#include <mutex>

using namespace tvlt;

namespace {

Batch numbered(std::int64_t number) {
    Batch batch;
    batch.numbers = {number};
    return batch;
}

/// Waits until the job is stopped.
Batch waitForStop(const Job& job) {
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    (void)never.wait(lock, job.stop, [] { return false; });
    throwCancelled();
}

} // namespace

TEST_CASE("batches come in order, one is made ahead, and none past the last") {
    std::atomic<std::int64_t> made = 0;
    {
        BatchQueue queue(
            [&made](std::int64_t number, const Job&) {
                ++made;
                return numbered(number);
            },
            5, 8);
        for (const std::int64_t number : {5, 6, 7})
            CHECK(queue.next({}).numbers == std::vector<std::int64_t>{number});
    }
    CHECK(made == 3);
}

TEST_CASE("what goes wrong while a batch is made is thrown to who asks for it") {
    BatchQueue queue(
        [](std::int64_t number, const Job&) {
            if (number == 1)
                throwBadInput("is damaged", "clip");
            return numbered(number);
        },
        0, 3);
    (void)queue.next({});
    CHECK_THROWS_AS(queue.next({}), Exception);
}

TEST_CASE("a stop reaches the batch that is waited for") {
    BatchQueue queue([](std::int64_t, const Job& job) { return waitForStop(job); }, 0, 1);
    std::stop_source stop;
    stop.request_stop();
    try {
        (void)queue.next(Job{stop.get_token(), {}});
        FAIL("nothing was thrown");
    } catch (const Exception& e) {
        CHECK(e.error().kind == Error::Kind::Cancelled);
    }
}

TEST_CASE("a queue that goes away stops the batch in the making") {
    std::atomic<bool> stopped = false;
    {
        const BatchQueue queue(
            [&stopped](std::int64_t, const Job& job) -> Batch {
                try {
                    return waitForStop(job);
                } catch (const Exception&) {
                    stopped = true;
                    throw;
                }
            },
            0, 1);
    }
    CHECK(stopped);
}
