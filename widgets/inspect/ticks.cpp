#include "widgets/inspect/ticks.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tvlt {

TimeTicks timeTicks(const Segment& range, double pixelsPerSecond, double spacing) {
    TimeTicks ticks;
    const double least = spacing / std::max(pixelsPerSecond, 1e-9);
    if (least <= 30.0) {
        const double power = std::pow(10.0, std::floor(std::log10(least)));
        ticks.step = power * 10.0;
        for (const double factor : {1.0, 2.0, 5.0}) {
            if (power * factor >= least) {
                ticks.step = power * factor;
                break;
            }
        }
        if (ticks.step > 10.0)
            ticks.step = 30.0;
    } else {
        static constexpr std::array steps{60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0, 7200.0, 21600.0};
        const auto found = std::find_if(steps.begin(), steps.end(), [&](double s) { return s >= least; });
        ticks.step = found == steps.end() ? least : *found;
    }
    const double slack = ticks.step * 1e-6;
    for (double i = std::ceil((range.start - slack) / ticks.step); i * ticks.step <= range.end() + slack; i += 1.0)
        ticks.times.push_back(i * ticks.step);
    return ticks;
}

QString tickText(double time, double step) {
    const int decimals = step >= 1.0 ? 0 : std::clamp(int(std::ceil(-std::log10(step) - 1e-9)), 1, 6);
    if (time < 60.0)
        return QString::number(time, 'f', decimals);
    const auto minutes = int(time / 60.0);
    const double seconds = time - minutes * 60.0;
    return QStringLiteral("%1:%2").arg(minutes).arg(seconds, decimals == 0 ? 2 : decimals + 3, 'f', decimals,
                                                    QLatin1Char('0'));
}

} // namespace tvlt
