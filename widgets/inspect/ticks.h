#pragma once

#include "core/base/timeline.h"

#include <QString>

#include <vector>

namespace tvlt {

struct TimeTicks {
    double step = 1.0; ///< seconds between labelled ticks: 1, 2 or 5 times a power of ten below a minute
    std::vector<double> times;
};

/// Labelled ticks of a range, at least `spacing` pixels apart at `pixelsPerSecond`.
[[nodiscard]] TimeTicks timeTicks(const Segment& range, double pixelsPerSecond, double spacing);
/// A tick's label with as many decimals as `step` needs: "12", "12.5", and from a minute on "1:02.5".
[[nodiscard]] QString tickText(double time, double step);

} // namespace tvlt
