#include "widgets/figure/plot_area.h"

#include "widgets/figure/palette.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace tvlt {

PlotArea plotArea(const QPainter& painter, const QRectF& place, double fontSize, std::pair<double, double> across,
                  std::pair<double, double> up, double leftLabels) {
    const QFontMetricsF metrics(painter.font());
    PlotArea plot;
    plot.acrossTicks = niceTicks(across.first, across.second, 9);
    plot.upTicks = niceTicks(up.first, up.second, kUpTicks);
    const double left = 1.6 * metrics.height() + tickLength(fontSize) + 2.0 * tickGap(fontSize) +
                        std::max(leftLabels, widestLabel(plot.upTicks, metrics));
    const double below = tickLength(fontSize) + 2.6 * metrics.height();
    plot.area = place.adjusted(left, 0.5 * metrics.height(), -2.0 * metrics.height(), -below);
    plot.across = {across.first, across.second, plot.area.left(), plot.area.right()};
    plot.up = {up.first, up.second, plot.area.bottom(), plot.area.top()};
    return plot;
}

void paintPlotFrame(QPainter& painter, const PlotArea& plot, double fontSize, const QString& acrossTitle,
                    const QString& upTitle) {
    const QFontMetricsF metrics(painter.font());
    painter.setPen(QPen(palette::kInk, kAxisLine));
    painter.drawLine(plot.area.bottomLeft(), plot.area.bottomRight());
    painter.drawLine(plot.area.topLeft(), plot.area.bottomLeft());
    paintTicks(painter, plot.area, AxisEdge::Bottom, plot.across, plot.acrossTicks);
    paintTicks(painter, plot.area, AxisEdge::Left, plot.up, plot.upTicks);
    paintCentred(painter, {plot.area.center().x(), plot.area.bottom() + tickLength(fontSize) + 1.9 * metrics.height()},
                 acrossTitle);
    paintCentredUpwards(painter,
                        {plot.area.left() - tickLength(fontSize) - 2.0 * tickGap(fontSize) -
                             widestLabel(plot.upTicks, metrics) - 0.7 * metrics.height(),
                         plot.area.center().y()},
                        upTitle);
}

void paintPlotGrid(QPainter& painter, const PlotArea& plot) {
    painter.setPen(QPen(palette::kHiddenFill, kAxisLine));
    for (const Tick& tick : plot.upTicks)
        painter.drawLine(QPointF(plot.area.left(), plot.up.at(tick.value)),
                         QPointF(plot.area.right(), plot.up.at(tick.value)));
}

std::pair<double, double> paddedRange(const std::vector<double>& values, double margin) {
    if (values.empty())
        return {-1.0, 1.0};
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    const double span = std::max(*high - *low, 1e-6);
    return {*low - margin * span, *high + margin * span};
}

} // namespace tvlt
