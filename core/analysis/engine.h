#pragma once

#include "core/analysis/analysis.h"
#include "core/analysis/request.h"
#include "core/base/job.h"
#include "core/base/result.h"

#include <functional>
#include <memory>

namespace tvlt {

struct Predictions;

/// Reads, decodes and transforms a request's clip into model input. Throws Exception. `previous`, when it answers the
/// same clip, segment, frames and recipe, is returned as it is.
[[nodiscard]] std::shared_ptr<const ClipFeatures> makeFeatures(const Request& request, const Job& job = {},
                                                               std::shared_ptr<const ClipFeatures> previous = nullptr);

/// Runs the model on features. Throws Exception. Cancelled within one transformer block. `predictions`, where given, is
/// taken over when it answers the same features and checkpoints, and set to what the heads said.
[[nodiscard]] std::shared_ptr<const Analysis> analyse(const Request& request,
                                                      std::shared_ptr<const ClipFeatures> features, const Job& job = {},
                                                      std::shared_ptr<const Predictions>* predictions = nullptr);

/// Both, as a value: the door for the command line and for batches.
[[nodiscard]] Result<std::shared_ptr<const Analysis>> runRequest(const Request& request, const Job& job = {});

/// Runs requests on one worker thread, newest first: while one runs, only the newest waiting request is kept. What runs
/// is not stopped by a newer request of the same clip and checkpoint (a drag would starve: no pass would ever end), but
/// is by one for another clip or checkpoint, and by cancel(). Features of the last clip, and what the heads said of
/// them, are kept and reused: another mask costs the masked pass alone.
class Engine {
  public:
    struct Callbacks {
        /// All are called on the worker thread.
        std::function<void(std::uint64_t id, std::shared_ptr<const ClipFeatures>)>
            featuresReady; ///< before the model runs
        std::function<void(std::uint64_t id, Result<std::shared_ptr<const Analysis>>)>
            finished; ///< Cancelled is an Error too
        std::function<void(std::uint64_t id, double fraction, std::string_view stage)> progress;
    };

    explicit Engine(Callbacks callbacks);
    ~Engine(); ///< stops the running request and joins
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// Queues a request; returns its id, ascending. A waiting request that it replaces finishes as Cancelled. Any
    /// thread.
    std::uint64_t submit(Request request);
    /// Stops what runs and drops what waits. Any thread.
    void cancel();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace tvlt
