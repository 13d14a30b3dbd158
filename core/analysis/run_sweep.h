#pragma once

#include "core/base/job.h"
#include "core/sweep/sweep.h"

#include <functional>
#include <memory>
#include <vector>

namespace tvlt {

struct Checkpoint;
struct ClipFeatures;

/// A sweep of which nothing has run yet: what was asked, and of which clip and checkpoint.
[[nodiscard]] Sweep plannedSweep(const Checkpoint& checkpoint, const ClipFeatures& features, const MaskSettings& base,
                                 const std::vector<double>& ratios, std::size_t passes);
/// Runs one masked pass a point over one clip, in order, and hands each sample on as it comes, on the calling thread.
/// A point that several of `points` share is run once. `base` gives what points leave open: type and pins. Throws
/// Exception: cancelled within one transformer block (what was handed on stands), Unsupported without an MAE decoder.
void runSweep(const Checkpoint& checkpoint, const ClipFeatures& features, const MaskSettings& base,
              const std::vector<SweepPoint>& points, const Job& job,
              const std::function<void(const SweepSample&)>& onSample);

} // namespace tvlt
