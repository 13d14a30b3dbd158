#include "core/prediction/sync.h"

#include "core/analysis/analysis.h"
#include "core/analysis/clip_sound.h"
#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/prediction/matching.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

namespace tvlt {

namespace {

constexpr int kMostShifts = 1000;
constexpr double kFlat = 0.1;

/// Share of `segment` that the sound fills.
double heardShare(const ClipFeatures& features, const Segment& segment) {
    const AudioStream& stream = *features.clip.audio;
    const double from = std::max(segment.start, stream.start);
    const double to = std::min(segment.end(), stream.start + stream.duration);
    return segment.duration > 0.0 ? std::clamp((to - from) / segment.duration, 0.0, 1.0) : 0.0;
}

Segment shifted(const Segment& segment, double shift) {
    return {segment.start + shift, segment.duration};
}

std::string shiftText(double shift) {
    char text[48];
    std::snprintf(text, sizeof text, "sound %+.2f s", shift);
    return text;
}

} // namespace

std::vector<double> syncShifts(double reach, double step) {
    if (!(step > 0.0) || !(reach >= step) || !std::isfinite(reach) || 2.0 * reach / step >= kMostShifts)
        throwBadInput("takes a step above 0 and at most as long as the reach, and at most 1000 shifts", "shifts");
    const int each = static_cast<int>(std::floor(reach / step + 1e-9));
    std::vector<double> shifts;
    for (int i = -each; i <= each; ++i)
        shifts.push_back(i * step);
    return shifts;
}

SyncCurve plannedSync(const Checkpoint& checkpoint, const ClipFeatures& features, std::size_t shifts) {
    return {
        {}, shifts, features.clip.path.filename().string(), features.segment, checkpoint.name, checkpoint.report.label};
}

AudioInput shiftedSound(const ClipFeatures& features, double shift, const Job& job) {
    if (!features.pixels || !features.audio || !features.clip.audio)
        throwBadInput("a sync curve takes picture and sound, and this clip has one of them",
                      features.clip.path.string(), "Open a clip with both, or sound for this one.");
    ClipSound sound =
        readClipSound(features.clip, features.plan, shifted(features.segment, shift), Outside::Silent, job);
    if (!sound.audio)
        throwBadInput("is too short a segment for one patch of sound", features.clip.path.string(),
                      "Choose a longer one.");
    return std::move(*sound.audio);
}

SyncPoint syncPoint(const Checkpoint& checkpoint, const ClipFeatures& features, double shift, const AudioInput& sound,
                    const Job& job) {
    return {shift, matchingLogit(checkpoint, features, sound, job),
            heardShare(features, shifted(features.segment, shift))};
}

void runSync(const Checkpoint& checkpoint, const ClipFeatures& features, const std::vector<double>& shifts,
             const Job& job, const std::function<void(const SyncPoint&)>& onPoint) {
    checkMatching(checkpoint);
    const double count = static_cast<double>(shifts.size());
    const Job quiet{job.stop, {}};
    for (std::size_t i = 0; i < shifts.size(); ++i) {
        job.check();
        job.progress(static_cast<double>(i) / count, shiftText(shifts[i]));
        onPoint(syncPoint(checkpoint, features, shifts[i], shiftedSound(features, shifts[i], quiet), quiet));
    }
    job.progress(1.0, "done");
}

bool isFlat(const std::vector<SyncPoint>& points) {
    const auto [low, high] = std::minmax_element(
        points.begin(), points.end(), [](const SyncPoint& a, const SyncPoint& b) { return a.logit < b.logit; });
    return points.empty() || high->logit - low->logit < kFlat;
}

std::optional<SyncPoint> bestSync(const std::vector<SyncPoint>& points) {
    const bool whole = std::any_of(points.begin(), points.end(), heardWhole);
    std::optional<SyncPoint> best;
    for (const SyncPoint& point : points) {
        if (whole && !heardWhole(point))
            continue;
        if (!best || point.logit > best->logit ||
            (point.logit == best->logit && std::abs(point.shift) < std::abs(best->shift)))
            best = point;
    }
    return best;
}

} // namespace tvlt
