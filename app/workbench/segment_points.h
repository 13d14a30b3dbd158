#pragma once

#include "core/base/timeline.h"

namespace tvlt {

/// What a segment may be: within the clip, and no longer than the model hears.
struct SegmentLimits {
    double clip = 0.0;    ///< seconds
    double longest = 0.0; ///< seconds; 0: as long as the clip
};

/// `was` with its start at `time`. Its end stays where it can, else it is as long as it may be.
[[nodiscard]] Segment startedAt(const Segment& was, double time, const SegmentLimits& limits);
/// `was` with its end at `time`. Its start stays where it can, else it is as long as it may be.
[[nodiscard]] Segment endedAt(const Segment& was, double time, const SegmentLimits& limits);

} // namespace tvlt
