#include "widgets/figure/axis_painter.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace tvlt {
namespace {

/// From the middle of a line of text (of its capitals) down to its baseline.
double middleToBaseline(const QFontMetricsF& metrics) {
    return metrics.capHeight() / 2.0;
}

} // namespace

double tickLength(double fontSize) {
    return 0.3 * fontSize;
}

double tickGap(double fontSize) {
    return 0.2 * fontSize;
}

void paintTicks(QPainter& painter, const QRectF& plot, AxisEdge edge, const AxisScale& scale,
                const std::vector<Tick>& ticks, TickLabels labels) {
    const QFontMetricsF metrics(painter.font());
    const double size = painter.font().pixelSize();
    const double length = tickLength(size);
    const double gap = tickGap(size);
    for (const Tick& tick : ticks) {
        const double at = scale.at(tick.value);
        const double width = metrics.horizontalAdvance(tick.label);
        QLineF line;
        QPointF baseline;
        switch (edge) {
        case AxisEdge::Bottom:
            line = {at, plot.bottom(), at, plot.bottom() + length};
            baseline = {at - width / 2.0, plot.bottom() + length + gap + metrics.capHeight()};
            break;
        case AxisEdge::Left:
            line = {plot.left() - length, at, plot.left(), at};
            baseline = {plot.left() - length - gap - width, at + middleToBaseline(metrics)};
            break;
        case AxisEdge::Right:
            line = {plot.right(), at, plot.right() + length, at};
            baseline = {plot.right() + length + gap, at + middleToBaseline(metrics)};
            break;
        }
        painter.drawLine(line);
        if (labels == TickLabels::Shown)
            painter.drawText(baseline, tick.label);
    }
}

void paintCentred(QPainter& painter, const QPointF& middle, const QString& text) {
    const QFontMetricsF metrics(painter.font());
    painter.drawText(middle + QPointF(-metrics.horizontalAdvance(text) / 2.0, middleToBaseline(metrics)), text);
}

void paintCentredUpwards(QPainter& painter, const QPointF& middle, const QString& text) {
    painter.save();
    painter.translate(middle);
    painter.rotate(-90.0);
    paintCentred(painter, {}, text);
    painter.restore();
}

double widestLabel(const std::vector<Tick>& ticks, const QFontMetricsF& metrics) {
    double widest = 0.0;
    for (const Tick& tick : ticks)
        widest = std::max(widest, metrics.horizontalAdvance(tick.label));
    return widest;
}

} // namespace tvlt
