#include "app/workbench/segment_points.h"

#include <algorithm>

namespace tvlt {
namespace {

constexpr double kShortest = 0.02; // seconds, as in the timeline

double longestOf(const SegmentLimits& limits) {
    return limits.longest > 0.0 ? std::min(limits.longest, limits.clip) : limits.clip;
}

} // namespace

Segment startedAt(const Segment& was, double time, const SegmentLimits& limits) {
    const double longest = longestOf(limits);
    const double start = std::clamp(time, 0.0, std::max(0.0, limits.clip - kShortest));
    const bool endStays = was.end() >= start + kShortest && was.end() - start <= longest;
    const double end = endStays ? was.end() : std::min(limits.clip, start + longest);
    return {start, end - start};
}

Segment endedAt(const Segment& was, double time, const SegmentLimits& limits) {
    const double longest = longestOf(limits);
    const double end = std::clamp(time, std::min(kShortest, limits.clip), limits.clip);
    const bool startStays = was.start <= end - kShortest && end - was.start <= longest;
    const double start = startStays ? was.start : std::max(0.0, end - longest);
    return {start, end - start};
}

} // namespace tvlt
