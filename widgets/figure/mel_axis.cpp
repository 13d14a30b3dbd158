#include "widgets/figure/mel_axis.h"

#include "core/features/mel_filters.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tvlt {
MelAxis::MelAxis(const std::vector<double>& melHz) : bands_(static_cast<int>(melHz.size())) {
    if (melHz.empty())
        return;
    firstMel_ = hzToMel(melHz.front());
    const double span = hzToMel(melHz.back()) - firstMel_;
    // One band says nothing of its width; half its own height below it is as good a guess as any.
    melsPerBand_ = span > 0.0 ? span / (bands_ - 1) : std::max(firstMel_, 1.0);
}

double MelAxis::position(double hz) const {
    return (hzToMel(hz) - firstMel_) / melsPerBand_ + 0.5;
}

double MelAxis::hz(double position) const {
    return melToHz(firstMel_ + (position - 0.5) * melsPerBand_);
}

std::vector<Tick> MelAxis::ticks(double spacing) const {
    // In order of who keeps its place when they stand too close.
    constexpr std::array<int, 11> candidates{1000, 10000, 100, 5000, 2000, 500, 20000, 200, 3000, 7000, 300};
    std::vector<Tick> ticks;
    for (const int candidate : candidates) {
        const double at = position(candidate);
        const bool inside = at >= 0.0 && at <= bands_;
        if (!inside || std::any_of(ticks.begin(), ticks.end(),
                                   [&](const Tick& tick) { return std::abs(tick.value - at) < spacing; }))
            continue;
        ticks.push_back(
            {at, candidate < 1000 ? QString::number(candidate) : QString::number(candidate / 1000) + QLatin1Char('k')});
    }
    std::sort(ticks.begin(), ticks.end(), [](const Tick& a, const Tick& b) { return a.value < b.value; });
    return ticks;
}

QString frequencyText(double hz) {
    if (std::abs(hz) < 999.5)
        return QString::number(hz, 'f', 0) + QStringLiteral(" Hz");
    return QString::number(hz / 1000.0, 'f', 2) + QStringLiteral(" kHz");
}

} // namespace tvlt
