#include "widgets/figure/color_bar.h"

#include "widgets/figure/axis_painter.h"

#include <QFontMetricsF>
#include <QImage>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace tvlt {
namespace {

constexpr int kMostSteps = 8; // more labels would only be more numbers

QString endLabel(double value) {
    return QString::number(value, 'g', 3).replace(QLatin1Char('-'), QChar(0x2212));
}

/// Values between the ends: equal round steps from end to end where there are such, else round numbers that stay
/// `spacing` away from the ends.
std::vector<double> insideValues(double low, double high, int most, double spacing) {
    std::vector<double> values;
    for (int steps = most; steps > 1; --steps) {
        const double step = (high - low) / steps;
        const double mantissa = step / std::pow(10.0, std::floor(std::log10(step) + 1e-9));
        const bool isRound = std::abs(low / step - std::round(low / step)) < 1e-5 &&
                             (std::abs(mantissa - 1.0) < 1e-5 || std::abs(mantissa - 2.0) < 1e-5 ||
                              std::abs(mantissa - 2.5) < 1e-5 || std::abs(mantissa - 5.0) < 1e-5);
        if (!isRound)
            continue;
        for (int i = 1; i < steps; ++i)
            values.push_back((std::round(low / step) + i) * step);
        return values;
    }
    for (const Tick& tick : niceTicks(low, high, most))
        if (tick.value - low >= spacing && high - tick.value >= spacing)
            values.push_back(tick.value);
    return values;
}

double labelsRight(const std::vector<Tick>& ticks, const QFontMetricsF& metrics, double fontSize) {
    return tickLength(fontSize) + tickGap(fontSize) + widestLabel(ticks, metrics);
}

} // namespace

std::vector<Tick> colorBarTicks(const ColorBar& bar, double height, const QFontMetricsF& metrics) {
    const double low = static_cast<double>(bar.scale.low);
    const double high = static_cast<double>(bar.scale.high);
    const Tick lowest{low, (bar.clippedBelow ? QString(QChar(0x2264)) : QString()) + endLabel(low)};
    if (!(high > low))
        return {lowest};
    const Tick highest{high, (bar.clippedAbove ? QString(QChar(0x2265)) : QString()) + endLabel(high)};
    const int most = std::clamp(static_cast<int>(height / (metrics.height() * 1.8)), 1, kMostSteps);
    std::vector<Tick> ticks{lowest};
    for (const double value : insideValues(low, high, most, metrics.height() * 1.1 / height * (high - low)))
        ticks.push_back({value, endLabel(value)});
    ticks.push_back(highest);
    return ticks;
}

double colorBarMargin(const ColorBar& bar, double height, const QFontMetricsF& metrics) {
    const double size = metrics.height();
    return labelsRight(colorBarTicks(bar, height, metrics), metrics, size) + 2.0 * tickGap(size) + metrics.height();
}

void paintColorBar(QPainter& painter, const QRectF& body, const ColorBar& bar) {
    constexpr int kColors = 256;
    QImage colors(1, kColors, QImage::Format_RGB32);
    for (int i = 0; i < kColors; ++i)
        colors.setPixel(0, kColors - 1 - i, colorOf(bar.scale.map, static_cast<float>(i) / (kColors - 1)));
    const QFontMetricsF metrics(painter.font());
    const auto ticks = colorBarTicks(bar, body.height(), metrics);
    const AxisScale scale{static_cast<double>(bar.scale.low), static_cast<double>(bar.scale.high), body.bottom(),
                          body.top()};
    painter.save();
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    painter.drawImage(body, colors);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(body);
    paintTicks(painter, body, AxisEdge::Right, scale, ticks);
    const double titleMiddle = body.right() + colorBarMargin(bar, body.height(), metrics) - metrics.height() / 2.0;
    paintCentredUpwards(painter, {titleMiddle, body.center().y()}, bar.title);
    painter.restore();
}

} // namespace tvlt
