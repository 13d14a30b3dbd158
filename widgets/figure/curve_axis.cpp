#include "widgets/figure/curve_axis.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <limits>

namespace tvlt {
namespace {

constexpr double kLogarithmicFrom = 5.0;
constexpr double kMargin = 0.04; // of the axis, beyond the values on either side

/// "0.05", "200", "5×10⁻⁶".
QString logarithmicLabel(double mantissa, int power) {
    if (power >= -3 && power < 5)
        return QString::number(mantissa * std::pow(10.0, power), 'g', 6);
    const QString tens = powerOfTen(power);
    return mantissa == 1.0 ? tens : QString::number(mantissa) + QChar(0x00d7) + tens;
}

/// Ticks at `mantissas` times powers of ten that are multiples of `stride`.
std::vector<Tick> logarithmicTicks(double low, double high, std::initializer_list<double> mantissas, int stride) {
    std::vector<Tick> ticks;
    for (int power = static_cast<int>(std::floor(low)); power <= static_cast<int>(std::floor(high)); ++power)
        for (const double mantissa : mantissas)
            if (const double at = power + std::log10(mantissa);
                power % stride == 0 && at >= low - 1e-9 && at <= high + 1e-9)
                ticks.push_back({at, logarithmicLabel(mantissa, power)});
    return ticks;
}

/// The densest set of round values of which at most `most` lie within the axis.
std::vector<Tick> logarithmicTicks(double low, double high, int most) {
    const auto fits = [&](const std::vector<Tick>& ticks) { return static_cast<int>(ticks.size()) <= most; };
    for (const auto& mantissas : std::initializer_list<std::initializer_list<double>>{
             {1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0}, {1.0, 2.0, 3.0, 5.0}, {1.0, 2.0, 5.0}, {1.0, 3.0}})
        if (auto ticks = logarithmicTicks(low, high, mantissas, 1); fits(ticks))
            return ticks;
    for (int stride = 1; stride < 100; ++stride)
        if (auto ticks = logarithmicTicks(low, high, {1.0}, stride); fits(ticks))
            return ticks;
    return {};
}

} // namespace

double CurveAxis::position(double value) const {
    if (!logarithmic)
        return value;
    return value > 0.0 ? std::log10(value) : std::numeric_limits<double>::quiet_NaN();
}

CurveAxis curveAxis(const CurveRange& range, int most) {
    CurveAxis axis;
    axis.logarithmic = range.mayBeLogarithmic && range.typicalLeast > 0.0 &&
                       range.most >= kLogarithmicFrom * std::max(range.least, range.typicalLeast / 10.0);
    axis.low = axis.position(axis.logarithmic ? std::max(range.least, range.typicalLeast / 10.0) : range.least);
    axis.high = axis.position(range.most);
    const double span = axis.high - axis.low;
    const double margin = span > 0.0 ? kMargin * span : std::max(std::abs(axis.high) * 0.1, 1e-12);
    axis.low -= margin;
    axis.high += margin;
    axis.ticks = axis.logarithmic ? logarithmicTicks(axis.low, axis.high, most) : niceTicks(axis.low, axis.high, most);
    return axis;
}

QString powerOfTen(int power) {
    QString text = QStringLiteral("10");
    for (const QChar c : QString::number(power)) {
        constexpr char16_t kDigits[] = u"\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079";
        text += c == QLatin1Char('-') ? QChar(0x207b) : QChar(kDigits[c.digitValue()]);
    }
    return text;
}

QString countText(double count) {
    if (count >= 1e6)
        return QString::number(count / 1e6, 'g', 3) + QLatin1Char('M');
    if (count >= 1e4)
        return QString::number(count / 1e3, 'g', 3) + QLatin1Char('k');
    return QString::number(count, 'f', 0);
}

} // namespace tvlt
