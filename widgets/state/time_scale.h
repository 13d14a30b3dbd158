#pragma once

#include "core/base/timeline.h"

namespace tvlt {

/// Seconds to widget pixels and back: `range` fills [left, left + width). All views of one clip use equal ones, so a
/// time has one x in all rows.
struct TimeScale {
    Segment range;
    double left = 0.0;
    double width = 1.0;

    [[nodiscard]] double x(double time) const { return left + (time - range.start) * pixelsPerSecond(); }
    [[nodiscard]] double time(double x) const { return range.start + (x - left) / pixelsPerSecond(); }
    [[nodiscard]] double pixelsPerSecond() const { return range.duration > 0.0 ? width / range.duration : width; }
};

} // namespace tvlt
