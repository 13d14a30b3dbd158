#include "core/training/batch_queue.h"

#include <utility>

namespace tvlt {

BatchQueue::BatchQueue(Make make, std::int64_t first, std::int64_t last)
    : make_(std::move(make)), number_(first), last_(last) {
    begin();
}

BatchQueue::~BatchQueue() {
    stop_.request_stop();
    if (coming_.valid())
        coming_.wait();
}

void BatchQueue::begin() {
    if (number_ < last_)
        coming_ = std::async(std::launch::async, [this, number = number_] {
            return make_(number, Job{stop_.get_token(), {}});
        });
}

Batch BatchQueue::next(const Job& job) {
    const std::stop_callback stops(job.stop, [this] { stop_.request_stop(); });
    Batch batch = coming_.get();
    ++number_;
    begin();
    return batch;
}

} // namespace tvlt
