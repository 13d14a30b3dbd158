#pragma once

#include "core/base/job.h"
#include "core/batch/batch_settings.h"
#include "core/batch/clip_answers.h"
#include "core/batch/ledger.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <vector>

namespace tvlt {

/// How many threads do what; none of it changes an answer.
struct BatchThreads {
    int readers = 1; ///< decode clips and make features
    int models = 1;  ///< run the model, each on a clip of its own and without further threads
    int writers = 1; ///< write files and the ledger
    int ahead = 4;   ///< most clips that wait between two stages
};

/// How far a run is.
struct BatchProgress {
    std::size_t planned = 0; ///< clips of this shard
    std::size_t before = 0;  ///< of them, finished when this program began
    std::size_t done = 0;    ///< finished by now, those included
    std::size_t failed = 0;  ///< of those, with an error
};

struct BatchEvents {
    /// Writes a clip's files before it counts as finished; on a writer's thread, several at once. May be empty. What it
    /// throws ends the run.
    std::function<void(const ClipAnswers&)> write;
    /// After each clip; one call at a time, on a writer's thread. May be empty.
    std::function<void(const BatchProgress&)> finished;
};

/// Asks about the clips of the ledger's shard that are not finished yet. Readers, models and writers work at the same
/// time, with bounded queues between them. LibTorch computes on one thread from then on (computeOnOneThread()).
/// `files`: where the clips of the plan are. A clip that cannot be used becomes a row with its error. Throws Exception:
/// Cancelled (what is in the ledger stands), and what is wrong with the ledger or the files that are written.
BatchProgress runBatch(const BatchSettings& settings, Ledger& ledger, const std::vector<std::filesystem::path>& files,
                       const BatchThreads& threads, const BatchEvents& events, const Job& job);

} // namespace tvlt
