#pragma once

#include "core/base/job.h"
#include "core/base/timeline.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace tvlt {

struct AudioInput;
struct Checkpoint;
struct ClipFeatures;

/// A picture with its own clip's sound of another time.
struct SyncPoint {
    double shift = 0.0; ///< seconds that the sound comes from later than the picture
    double logit = 0.0; ///< of the matching head
    double heard = 1.0; ///< share of the segment that lies within the clip's sound; the rest is silence
    bool operator==(const SyncPoint&) const = default;
};

/// Whether all of the segment lies within the clip's sound.
[[nodiscard]] constexpr bool heardWhole(const SyncPoint& point) {
    return point.heard >= 1.0 - 1e-6;
}

/// A sync curve, whole or as far as it has come: plain values.
struct SyncCurve {
    std::vector<SyncPoint> points; ///< by ascending shift
    std::size_t planned = 0;
    std::string clip; ///< file name
    Segment segment;
    std::string checkpoint;
    std::string label; ///< what the checkpoint calls itself
};

/// -reach … +reach, `step` apart, with 0 among them. Throws BadInput unless 0 < step <= reach and there are at most a
/// thousand.
[[nodiscard]] std::vector<double> syncShifts(double reach, double step);

/// A curve that has no points yet: how many there will be, and of which clip and checkpoint.
[[nodiscard]] SyncCurve plannedSync(const Checkpoint& checkpoint, const ClipFeatures& features, std::size_t shifts);
/// The sound that goes with the segment's picture at a shift, read anew from the clip; where the shifted segment leaves
/// it there is silence. Throws Exception: BadInput without picture or sound.
[[nodiscard]] AudioInput shiftedSound(const ClipFeatures& features, double shift, const Job& job = {});
/// What the matching head says of the two. Throws as matchingLogit().
[[nodiscard]] SyncPoint syncPoint(const Checkpoint& checkpoint, const ClipFeatures& features, double shift,
                                  const AudioInput& sound, const Job& job = {});
/// Both for each shift in turn; hands points on as they come, on the calling thread. Throws as they do.
void runSync(const Checkpoint& checkpoint, const ClipFeatures& features, const std::vector<double>& shifts,
             const Job& job, const std::function<void(const SyncPoint&)>& onPoint);

/// Whether a curve has no peak to speak of: its logits lie within a tenth.
[[nodiscard]] bool isFlat(const std::vector<SyncPoint>& points);
/// The point of the greatest logit among those that hear the whole segment, or among all where none does; of equal ones
/// the least shift. None: there are no points.
[[nodiscard]] std::optional<SyncPoint> bestSync(const std::vector<SyncPoint>& points);

} // namespace tvlt
