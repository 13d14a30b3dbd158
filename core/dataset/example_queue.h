#pragma once

#include "core/base/ahead_queue.h"
#include "core/dataset/example_source.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace tvlt {

/// A clip that could not be used, and why.
struct SkippedClip {
    std::int64_t index = 0;
    std::string name;
    std::string reason;
};

/// Examples number first, first + 1, … in that order, made ahead by background threads into a bounded buffer. A clip
/// that cannot be used is replaced by the next one of the source that can; since that depends on the clip alone, the
/// sequence is the same whatever the threads do. One consumer.
class ExampleQueue {
  public:
    /// What example `number` is: a pure function, called from any thread.
    using Order = std::function<ExampleRequest(std::int64_t number)>;

    ExampleQueue(std::shared_ptr<const ExampleSource> source, Order order, std::int64_t first,
                 QueueOptions options = {});
    ~ExampleQueue(); ///< stops the threads
    ExampleQueue(const ExampleQueue&) = delete;
    ExampleQueue& operator=(const ExampleQueue&) = delete;

    /// Waits for the next example. Throws Cancelled when `job` is stopped, BadInput when no clip of the source can be
    /// used (with the first one's reason), and whatever else a source throws that is not the clip's fault (out of
    /// memory).
    [[nodiscard]] Example next(const Job& job);
    /// The clips skipped since the last call; each is told once.
    [[nodiscard]] std::vector<SkippedClip> takeSkipped();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace tvlt
