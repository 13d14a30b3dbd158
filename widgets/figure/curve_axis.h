#pragma once

#include "widgets/figure/tick.h"

#include <vector>

namespace tvlt {

/// A vertical axis that is straight or, where values span much, logarithmic. Positions, as those of the ticks, are
/// values or their decimal logarithms.
struct CurveAxis {
    bool logarithmic = false;
    double low = 0.0; ///< positions of the ends; low < high
    double high = 1.0;
    std::vector<Tick> ticks;

    /// NaN where a logarithmic axis has no place: at 0 and below.
    [[nodiscard]] double position(double value) const;
};

/// The range of an axis before it is made round. Values that are not finite are passed over.
struct CurveRange {
    double least = 0.0;
    double most = 0.0;
    double typicalLeast = 0.0; ///< of what is smoothed: a logarithmic axis goes no further than a tenth below it
    bool mayBeLogarithmic = true;
};

/// Fits an axis around a range, with at most `most` ticks: logarithmic where it may be, all is positive and the range
/// spans a factor of five or more.
[[nodiscard]] CurveAxis curveAxis(const CurveRange& range, int most);

/// "10⁻⁴".
[[nodiscard]] QString powerOfTen(int power);

/// "12", "950", "12k", "1.25M": a count for an axis.
[[nodiscard]] QString countText(double count);

} // namespace tvlt
