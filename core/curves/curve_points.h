#pragma once

#include <cstddef>
#include <vector>

namespace tvlt {

struct CurvePoint {
    double x = 0.0;
    double y = 0.0;
};

/// The finite ones of `y` with their `x`. `y` may be empty; else it is as long as `x`.
[[nodiscard]] std::vector<CurvePoint> finitePoints(const std::vector<double>& x, const std::vector<double>& y);

/// Running mean over `window` points, half of them on either side, so that the curve does not lag. Towards the end
/// there are fewer on the later side; at the beginning, where losses fall steeply, as many on one side as on the other.
[[nodiscard]] std::vector<CurvePoint> smoothed(const std::vector<CurvePoint>& points, std::size_t window);

/// Points that draw the same line when every bin of a width of (last x − first x) / `bins` is about a dot wide: of each
/// bin the first, the lowest, the highest and the last point, in their order. `points` ascend in x. Few points are
/// returned as they are.
[[nodiscard]] std::vector<CurvePoint> decimated(const std::vector<CurvePoint>& points, std::size_t bins);

} // namespace tvlt
