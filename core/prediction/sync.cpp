#include "core/prediction/sync.h"

#include "core/analysis/analysis.h"
#include "core/analysis/clip_sound.h"
#include "core/base/error.h"
#include "core/prediction/matching.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

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

void runSync(const Checkpoint& checkpoint, const ClipFeatures& features, const std::vector<double>& shifts,
             const Job& job, const std::function<void(const SyncPoint&)>& onPoint) {
    checkMatching(checkpoint);
    if (!features.pixels || !features.audio || !features.clip.audio)
        throwBadInput("a sync curve takes picture and sound, and this clip has one of them",
                      features.clip.path.string(), "Open a clip with both, or sound for this one.");
    const double count = static_cast<double>(shifts.size());
    for (std::size_t i = 0; i < shifts.size(); ++i) {
        const Job part = job.part(static_cast<double>(i) / count, static_cast<double>(i + 1) / count);
        part.check();
        part.progress(0.0, shiftText(shifts[i]));
        const Segment segment{features.segment.start + shifts[i], features.segment.duration};
        const Job quiet{job.stop, {}};
        const ClipSound sound = readClipSound(features.clip, features.plan, segment, Outside::Silent, quiet);
        if (!sound.audio)
            throwBadInput("is too short a segment for one patch of sound", features.clip.path.string(),
                          "Choose a longer one.");
        onPoint({shifts[i], matchingLogit(checkpoint, features, *sound.audio, quiet), heardShare(features, segment)});
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
