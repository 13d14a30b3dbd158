#pragma once

#include "core/base/job.h"
#include "core/training/batch.h"

#include <cstdint>
#include <functional>
#include <future>
#include <stop_token>

namespace tvlt {

/// Batches first, first + 1, … in that order up to `last`, each made in the background while its user works on the one
/// before: stacking examples takes a GPU's user as long as a pass takes the GPU. One user.
class BatchQueue {
  public:
    /// Makes batch `number`; called in order, from one other thread at a time.
    using Make = std::function<Batch(std::int64_t number, const Job& job)>;

    /// `last`: past the last batch; none is made ahead of it.
    BatchQueue(Make make, std::int64_t first, std::int64_t last);
    ~BatchQueue(); ///< stops what is in the making
    BatchQueue(const BatchQueue&) = delete;
    BatchQueue& operator=(const BatchQueue&) = delete;

    /// Waits for the next batch, which `job` stops. Throws whatever making it throws.
    [[nodiscard]] Batch next(const Job& job);

  private:
    void begin();

    Make make_;
    std::int64_t number_; ///< of the batch in the making
    std::int64_t last_;
    std::stop_source stop_;
    std::future<Batch> coming_;
};

} // namespace tvlt
