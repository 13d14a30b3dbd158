#include "widgets/figure/tick.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>

namespace tvlt {
namespace {

/// The smallest of `mantissas` times a power of ten that is at least `value` > 0.
double roundUp(double value, std::initializer_list<double> mantissas) {
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double mantissa : mantissas)
        if (mantissa * power >= value * (1.0 - 1e-9))
            return mantissa * power;
    return 10.0 * power;
}

QString label(double value, double step) {
    const int decimals = std::max(0, static_cast<int>(std::ceil(-std::log10(step) - 1e-9)));
    if (decimals > 4 || std::abs(value) >= 1e6)
        return QString::number(value, 'g', 4);
    QString text = QString::number(value == 0.0 ? 0.0 : value, 'f', decimals);
    return text.replace(QLatin1Char('-'), QChar(0x2212));
}

} // namespace

std::vector<Tick> niceTicks(double low, double high, int most) {
    if (!(high >= low) || !std::isfinite(high - low) || most < 1)
        return {};
    if (high == low)
        return {{low, QString::number(low, 'g', 4)}};
    double step = roundUp((high - low) / most, {1.0, 2.0, 5.0});
    const auto first = [&] { return std::ceil(low / step - 1e-9); };
    const auto count = [&] { return static_cast<int>(std::floor(high / step + 1e-9) - first()) + 1; };
    while (count() > most)
        step = roundUp(step * 1.01, {1.0, 2.0, 5.0});
    if (count() < 1)
        return {{low, QString::number(low, 'g', 4)}};
    std::vector<Tick> ticks;
    for (int i = 0; i < count(); ++i) {
        const double value = (first() + i) * step;
        ticks.push_back({value, label(std::abs(value) < step * 1e-6 ? 0.0 : value, step)});
    }
    return ticks;
}

double niceCeiling(double value) {
    if (!(value > 0.0) || !std::isfinite(value))
        return 1.0;
    return roundUp(value, {1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0});
}

} // namespace tvlt
