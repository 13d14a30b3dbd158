#include "widgets/figure/scatter_panel.h"

#include "widgets/figure/palette.h"
#include "widgets/figure/plot_area.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace tvlt {
namespace {

constexpr double kRadius = 0.95 * kUnitsPerMm;

void paintMark(QPainter& painter, const QPointF& at, const GroupStyle& style, bool framed) {
    painter.save();
    painter.translate(at);
    painter.scale(kRadius, kRadius);
    painter.setPen(QPen(framed ? palette::kInk : QColor(Qt::white), framed ? 0.45 : 0.15));
    painter.setBrush(style.color);
    painter.drawPath(style.marker);
    painter.restore();
}

void paintLegend(QPainter& painter, const Groups& groups, double left, double top) {
    const QFontMetricsF metrics(painter.font());
    double line = top + metrics.height();
    for (std::size_t group = 0; group < groups.names.size(); ++group) {
        paintMark(painter, {left + 1.6 * metrics.height(), line}, groupStyle(group), false);
        painter.setPen(palette::kInk);
        painter.drawText(QPointF(left + 2.6 * metrics.height(), line + 0.35 * metrics.ascent()),
                         QString::fromStdString(groups.names[group]));
        line += 1.5 * metrics.height();
    }
}

void paintPoints(QPainter& painter, const QRectF& place, double fontSize, const FigurePoints& all) {
    std::vector<double> x, y;
    for (const QPointF& point : all.points) {
        x.push_back(point.x());
        y.push_back(point.y());
    }
    const double legend = legendWidth(painter, all.groups);
    const PlotArea plot = plotArea(painter, place.adjusted(0.0, 0.0, -legend, 0.0), fontSize,
                                   paddedRange(x, kScatterMargin), paddedRange(y, kScatterMargin));
    paintPlotGrid(painter, plot);
    for (std::size_t i = 0; i < all.points.size(); ++i)
        paintMark(painter, {plot.across.at(x[i]), plot.up.at(y[i])}, groupStyle(all.groups.of[i]), all.framed == i);
    paintPlotFrame(painter, plot, fontSize, all.acrossTitle, all.upTitle);
    if (legend > 0.0)
        paintLegend(painter, all.groups, place.right() - legend, plot.area.top());
}

} // namespace

double legendWidth(const QPainter& painter, const Groups& groups) {
    if (groups.names.empty() || (groups.names.size() == 1 && groups.names.front().empty()))
        return 0.0;
    const QFontMetricsF metrics(painter.font());
    double legend = 0.0;
    for (const std::string& name : groups.names)
        legend = std::max(legend, metrics.horizontalAdvance(QString::fromStdString(name)) + 3.5 * metrics.height());
    return legend;
}

PlotPanel scatterPanel(FigurePoints points, double heightMm) {
    return {heightMm, [all = std::move(points)](QPainter& painter, const QRectF& place, double fontSize) {
                paintPoints(painter, place, fontSize, all);
            }};
}

} // namespace tvlt
