#include "widgets/figure/batch_figure.h"

#include "core/base/error.h"
#include "core/batch/histogram.h"
#include "widgets/figure/plot_area.h"
#include "widgets/figure/scatter_panel.h"

#include <QPainter>

#include <algorithm>

namespace tvlt {
namespace {

constexpr std::size_t kMostGroups = 12;
constexpr double kBarsHeight = 40.0; // mm

QString titleOf(const BatchColumn& column) {
    return QString::fromStdString(columnTitle(column));
}

FigurePoints pointsOf(const BatchTable& table, const BatchColumn& across, const BatchColumn& up) {
    FigurePoints all;
    const Groups groups = clipGroups(table);
    std::vector<std::string> names;
    for (std::size_t clip = 0; clip < table.clips.size(); ++clip)
        if (const auto point = measuredBoth(across, up, clip)) {
            all.points.push_back(*point);
            names.push_back(groups.names[groups.of[clip]]);
        }
    if (all.points.size() < 2)
        throwBadInput("fewer than two clips have both measures", columnKey(across) + ", " + columnKey(up),
                      "Choose other measures.");
    all.groups = groupsOf(names);
    all.acrossTitle = titleOf(across);
    all.upTitle = titleOf(up);
    return all;
}

/// The bars' axis is the scatter's below: the same range, and as much room at either side.
void paintBars(QPainter& painter, const QRectF& place, double fontSize, const Histogram& histogram,
               const FigurePoints& below) {
    std::vector<double> x, y;
    for (const QPointF& point : below.points) {
        x.push_back(point.x());
        y.push_back(point.y());
    }
    const QFontMetricsF metrics(painter.font());
    const auto up = paddedRange(y, kScatterMargin);
    const double labels = widestLabel(niceTicks(up.first, up.second, kUpTicks), metrics);
    const int most = *std::max_element(histogram.counts.begin(), histogram.counts.end());
    const PlotArea plot = plotArea(painter, place.adjusted(0.0, 0.0, -legendWidth(painter, below.groups), 0.0),
                                   fontSize, paddedRange(x, kScatterMargin), {0.0, 1.05 * most}, labels);
    paintPlotGrid(painter, plot);
    painter.save();
    painter.setClipRect(plot.area);
    painter.setPen(QPen(Qt::white, kAxisLine));
    painter.setBrush(palette::kWhole);
    for (std::size_t bin = 0; bin < histogram.counts.size(); ++bin) {
        const double low = histogram.low + static_cast<double>(bin) * histogram.width;
        painter.drawRect(QRectF(QPointF(plot.across.at(low), plot.up.at(histogram.counts[bin])),
                                QPointF(plot.across.at(low + histogram.width), plot.up.at(0.0))));
    }
    painter.restore();
    paintPlotFrame(painter, plot, fontSize, {}, QStringLiteral("clips"));
}

std::vector<TextRun> captionOf(const BatchTable& table, const FigurePoints& points) {
    auto runs = checkpointRuns(table.checkpoint, table.label);
    QString words = QStringLiteral(" asked about %1 clips; %2 have both measures.")
                        .arg(table.clips.size())
                        .arg(points.points.size());
    if (points.groups.names.size() > 1)
        words += QStringLiteral(" Colour and shape: the likeliest class.");
    runs.push_back({words});
    if (!table.missing.empty())
        runs.push_back(
            {QStringLiteral(" Not whole: %1.").arg(QString::fromStdString(table.missing)), true, palette::kWarning});
    return runs;
}

} // namespace

std::optional<QPointF> measuredBoth(const BatchColumn& across, const BatchColumn& up, std::size_t clip) {
    if (!across.values[clip] || !up.values[clip])
        return std::nullopt;
    return QPointF(*across.values[clip], *up.values[clip]);
}

Groups clipGroups(const BatchTable& table) {
    for (const BatchColumn& column : table.columns)
        if (column.measure == "class")
            if (Groups groups = groupsOf(column.places); groups.names.size() <= kMostGroups)
                return groups;
    return groupsOf(std::vector<std::string>(table.clips.size()));
}

PanelFigure batchFigure(const BatchTable& table, std::size_t across, std::size_t up, const FigureLook& look) {
    const BatchColumn& first = table.columns.at(across);
    FigurePoints points = pointsOf(table, first, table.columns.at(up));
    const auto caption = captionOf(table, points);
    PlotPanel bars{kBarsHeight, [histogram = histogramOf(first.values), points](QPainter& painter, const QRectF& place,
                                                                                double fontSize) {
                       paintBars(painter, place, fontSize, histogram, points);
                   }};
    std::vector<PlotPanel> panels{std::move(bars), scatterPanel(std::move(points), 0.5 * look.widthMm)};
    return {QStringLiteral("Clips of a batch"), std::move(panels), caption, look};
}

} // namespace tvlt
