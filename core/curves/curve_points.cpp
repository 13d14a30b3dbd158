#include "core/curves/curve_points.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace tvlt {

std::vector<CurvePoint> finitePoints(const std::vector<double>& x, const std::vector<double>& y) {
    std::vector<CurvePoint> points;
    points.reserve(y.size());
    for (std::size_t i = 0; i < y.size(); ++i)
        if (std::isfinite(y[i]))
            points.push_back({x[i], y[i]});
    return points;
}

std::vector<CurvePoint> smoothed(const std::vector<CurvePoint>& points, std::size_t window) {
    std::vector<CurvePoint> means;
    means.reserve(points.size());
    const std::size_t half = window / 2;
    // A sum that slides would keep the rounding of a huge value long after it has passed; sums of blocks would not, but
    // double precision leaves sixteen digits for the eye's three.
    double sum = 0.0;
    std::size_t begin = 0;
    std::size_t end = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const std::size_t reach = std::min(half, i);
        for (; end < std::min(points.size(), i + reach + 1); ++end)
            sum += points[end].y;
        for (; begin < i - reach; ++begin)
            sum -= points[begin].y;
        means.push_back({points[i].x, sum / static_cast<double>(end - begin)});
    }
    return means;
}

std::vector<CurvePoint> decimated(const std::vector<CurvePoint>& points, std::size_t bins) {
    if (bins == 0 || points.size() <= 4 * bins)
        return points;
    const double first = points.front().x;
    const double perX = static_cast<double>(bins) / (points.back().x - first);
    const auto binOf = [&](const CurvePoint& point) {
        return std::min(bins - 1, static_cast<std::size_t>((point.x - first) * perX));
    };
    const auto lower = [](const CurvePoint& a, const CurvePoint& b) { return a.y < b.y; };
    std::vector<CurvePoint> kept;
    for (auto begin = points.begin(); begin != points.end();) {
        const std::size_t bin = binOf(*begin);
        const auto end = std::find_if(begin, points.end(), [&](const CurvePoint& p) { return binOf(p) != bin; });
        const auto [low, high] = std::minmax_element(begin, end, lower);
        auto previous = points.end();
        for (const auto& chosen : {begin, std::min(low, high), std::max(low, high), std::prev(end)}) {
            if (chosen != previous)
                kept.push_back(*chosen);
            previous = chosen;
        }
        begin = end;
    }
    return kept;
}

} // namespace tvlt
