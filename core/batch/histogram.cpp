#include "core/batch/histogram.h"

#include <algorithm>
#include <cmath>

namespace tvlt {

namespace {

constexpr int kMostBins = 60;

std::vector<double> sortedValues(const std::vector<std::optional<double>>& values) {
    std::vector<double> there;
    for (const auto& value : values)
        if (value && std::isfinite(*value))
            there.push_back(*value);
    std::sort(there.begin(), there.end());
    return there;
}

int binsOf(const std::vector<double>& sorted) {
    const double range = sorted.back() - sorted.front();
    const auto count = static_cast<double>(sorted.size());
    const double spread = sorted[sorted.size() * 3 / 4] - sorted[sorted.size() / 4];
    const double width = 2.0 * spread / std::cbrt(count);
    // Where half of the values are one and the same, the rule says nothing.
    const double bins = width > 0.0 ? std::ceil(range / width) : std::sqrt(count);
    return static_cast<int>(std::clamp(bins, 1.0, static_cast<double>(kMostBins)));
}

} // namespace

Histogram histogramOf(const std::vector<std::optional<double>>& values) {
    const auto sorted = sortedValues(values);
    if (sorted.empty())
        return {};
    const double range = sorted.back() - sorted.front();
    if (!(range > 0.0)) {
        const double width = std::max(std::abs(sorted.front()), 1.0) * 0.1;
        return {sorted.front() - width / 2.0, width, {static_cast<int>(sorted.size())}};
    }
    const int bins = binsOf(sorted);
    Histogram histogram{sorted.front(), range / bins, std::vector<int>(static_cast<std::size_t>(bins), 0)};
    for (const double value : sorted) {
        const auto bin = static_cast<int>((value - histogram.low) / histogram.width);
        ++histogram.counts[static_cast<std::size_t>(std::clamp(bin, 0, bins - 1))];
    }
    return histogram;
}

} // namespace tvlt
