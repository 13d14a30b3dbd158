#include "widgets/batch/batch_plots.h"

#include "core/batch/histogram.h"
#include "widgets/figure/batch_figure.h"
#include "widgets/style/plot_style.h"
#include "widgets/style/spacing.h"
#include "widgets/style/view_colors.h"

#include <QMouseEvent>
#include <QToolTip>
#include <QVBoxLayout>
#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace tvlt {
namespace {

constexpr double kReach = 12.0; // pixels from a mark that still mean it
constexpr double kRadius = 3.5; // of a mark
constexpr int kLegendColumns = 4;
constexpr double kPathUnit = 6.0; // QCustomPlot paints a path of a scatter style at size 6

QString titleOf(const BatchColumn& column) {
    return QString::fromStdString(columnTitle(column));
}

void fit(QCPAxis& axis, const BatchColumn& column) {
    double low = INFINITY, high = -INFINITY;
    for (const auto& value : column.values)
        if (value) {
            low = std::min(low, *value);
            high = std::max(high, *value);
        }
    if (low > high)
        return axis.setRange(0.0, 1.0);
    const double margin = high > low ? 0.05 * (high - low) : 0.05 * std::max(1.0, std::abs(high));
    axis.setRange(low - margin, high + margin);
}

} // namespace

BatchPlots::BatchPlots(QWidget* parent)
    : QWidget(parent), plot_(new QCustomPlot), bars_(new QCPAxisRect(plot_)), marks_(new QCPAxisRect(plot_)),
      legend_(new QCPLegend) {
    setObjectName("batchPlots");
    setAccessibleName(tr("How the clips' measures are distributed"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(plot_);
    plot_->setMinimumSize(30 * kUnit, 24 * kUnit);
    plot_->setAutoAddPlottableToLegend(false); // it holds the groups that have a name
    plot_->plotLayout()->clear();
    plot_->plotLayout()->addElement(0, 0, bars_);
    plot_->plotLayout()->addElement(1, 0, marks_);
    plot_->plotLayout()->setRowStretchFactor(1, 2.0);
    plot_->plotLayout()->addElement(2, 0, legend_);
    legend_->setFillOrder(QCPLayoutGrid::foColumnsFirst);
    legend_->setWrap(kLegendColumns);
    legend_->setLayer(QStringLiteral("legend"));
    legend_->setRowSpacing(0);
    const auto whole = QSharedPointer<QCPAxisTickerFixed>::create(); // there is no half of a clip
    whole->setTickStep(1.0);
    whole->setScaleStrategy(QCPAxisTickerFixed::ssMultiples);
    bars_->axis(QCPAxis::atLeft)->setTicker(whole);
    auto* margins = new QCPMarginGroup(plot_);
    for (QCPAxisRect* rect : {bars_, marks_})
        rect->setMarginGroup(QCP::msLeft | QCP::msRight, margins);
    plot_->setMouseTracking(true);
    connect(plot_, &QCustomPlot::mouseMove, this, [this](QMouseEvent* event) { showTip(event->position()); });
    connect(plot_, &QCustomPlot::mousePress, this, [this](QMouseEvent* event) {
        if (const int clip = clipAt(event->position()); clip >= 0 && event->button() == Qt::LeftButton) {
            setChosen(clip);
            emit clipChosen(clip);
        }
    });
    connect(plot_, &QCustomPlot::mouseDoubleClick, this, [this](QMouseEvent* event) {
        if (const int clip = clipAt(event->position()); clip >= 0 && event->button() == Qt::LeftButton)
            emit clipActivated(clip);
    });
    rebuild();
}

void BatchPlots::setTable(std::shared_ptr<const BatchTable> table, int across, int up) {
    table_ = std::move(table);
    const auto column = [&](int index) {
        return table_ && index >= 0 && index < int(table_->columns.size()) ? &table_->columns[std::size_t(index)]
                                                                           : nullptr;
    };
    across_ = column(across);
    up_ = column(up);
    if (!table_ || chosen_ >= int(table_->clips.size()))
        chosen_ = -1;
    rebuild();
}

void BatchPlots::setChosen(int clip) {
    chosen_ = clip;
    rebuild();
}

void BatchPlots::rebuild() {
    legend_->clearItems(); // before what they stand for goes
    if (legend_->layout() != nullptr) {
        plot_->plotLayout()->take(legend_);
        plot_->plotLayout()->simplify();
    }
    plot_->clearPlottables();
    plot_->clearItems();
    plot_->setBackground(palette().color(QPalette::Window));
    for (QCPAxisRect* rect : {bars_, marks_})
        styleAxes(*rect, *this);
    const bool both = across_ && up_;
    bars_->axis(QCPAxis::atLeft)->setLabel(tr("clips"));
    for (QCPAxisRect* rect : {bars_, marks_})
        rect->axis(QCPAxis::atBottom)->setLabel(both ? titleOf(*across_) : QString());
    marks_->axis(QCPAxis::atLeft)->setLabel(both ? titleOf(*up_) : QString());
    if (both) {
        for (QCPAxisRect* rect : {bars_, marks_})
            fit(*rect->axis(QCPAxis::atBottom), *across_);
        fit(*marks_->axis(QCPAxis::atLeft), *up_);
        addBars();
        addMarks();
        styleLegend();
        addChosen();
    }
    plot_->replot(QCustomPlot::rpQueuedReplot);
}

void BatchPlots::addBars() {
    const Histogram histogram = histogramOf(across_->values);
    auto* bars = new QCPBars(bars_->axis(QCPAxis::atBottom), bars_->axis(QCPAxis::atLeft));
    bars->setWidth(histogram.width);
    QColor fill = viewColors(palette()).accent;
    bars->setPen(QPen(palette().color(QPalette::Base), 1));
    fill.setAlphaF(0.75F);
    bars->setBrush(fill);
    int most = 0;
    for (std::size_t bin = 0; bin < histogram.counts.size(); ++bin) {
        bars->addData(histogram.low + (double(bin) + 0.5) * histogram.width, histogram.counts[bin]);
        most = std::max(most, histogram.counts[bin]);
    }
    bars_->axis(QCPAxis::atLeft)->setRange(0.0, 1.08 * std::max(1, most));
}

void BatchPlots::addMarks() {
    // Of the marks alone, as in the figure: a group without any would take a colour.
    const Groups all = clipGroups(*table_);
    std::vector<std::string> names;
    std::vector<QPointF> points;
    for (std::size_t clip = 0; clip < table_->clips.size(); ++clip)
        if (const auto point = measuredBoth(*across_, *up_, clip)) {
            names.push_back(all.names[all.of[clip]]);
            points.push_back(*point);
        }
    const Groups groups = groupsOf(names);
    const bool dark = isDark(palette());
    for (std::size_t group = 0; group < groups.names.size(); ++group) {
        const GroupStyle style = groupStyle(group);
        auto* graph = new QCPGraph(marks_->axis(QCPAxis::atBottom), marks_->axis(QCPAxis::atLeft));
        graph->setLineStyle(QCPGraph::lsNone);
        graph->setScatterStyle(QCPScatterStyle(style.marker, QPen(palette().color(QPalette::Base), 0.2),
                                               dark ? style.color.lighter(145) : style.color, kPathUnit * kRadius));
        if (!groups.names[group].empty()) {
            graph->setName(QString::fromStdString(groups.names[group]));
            graph->addToLegend(legend_);
        }
        for (std::size_t i = 0; i < points.size(); ++i)
            if (groups.of[i] == group)
                graph->addData(points[i].x(), points[i].y());
    }
}

void BatchPlots::styleLegend() {
    const ViewColors colors = viewColors(palette());
    legend_->setVisible(legend_->itemCount() > 0);
    // An empty one would hold its column, and with it the plots, to its own width.
    if (QCPLayoutGrid& layout = *plot_->plotLayout(); legend_->itemCount() > 0) {
        layout.addElement(2, 0, legend_);
        layout.setRowStretchFactor(2, 0.001); // no higher than its line
    }
    legend_->setBrush(Qt::NoBrush);
    legend_->setBorderPen(Qt::NoPen);
    legend_->setTextColor(colors.text);
    legend_->setFont(marks_->axis(QCPAxis::atBottom)->labelFont());
}

void BatchPlots::addChosen() {
    const QPen pen(viewColors(palette()).text, 1.5);
    if (chosen_ < 0 || !across_->values[std::size_t(chosen_)])
        return;
    const double value = *across_->values[std::size_t(chosen_)];
    auto* line = new QCPItemStraightLine(plot_);
    for (QCPItemPosition* point : {line->point1, line->point2}) {
        point->setAxisRect(bars_);
        point->setAxes(bars_->axis(QCPAxis::atBottom), bars_->axis(QCPAxis::atLeft));
    }
    line->setClipAxisRect(bars_);
    line->point1->setCoords(value, 0.0);
    line->point2->setCoords(value, 1.0);
    line->setPen(pen);
    const auto point = measuredBoth(*across_, *up_, std::size_t(chosen_));
    if (!point)
        return;
    auto* ring = new QCPGraph(marks_->axis(QCPAxis::atBottom), marks_->axis(QCPAxis::atLeft));
    ring->setLineStyle(QCPGraph::lsNone);
    ring->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssCircle, pen, Qt::NoBrush, 4.0 * kRadius));
    ring->addData(point->x(), point->y());
}

QPointF BatchPlots::markAt(int clip) const {
    const auto point =
        across_ && up_ && clip >= 0 ? measuredBoth(*across_, *up_, std::size_t(clip)) : std::optional<QPointF>();
    if (!point)
        return {};
    return {marks_->axis(QCPAxis::atBottom)->coordToPixel(point->x()),
            marks_->axis(QCPAxis::atLeft)->coordToPixel(point->y())};
}

int BatchPlots::clipAt(const QPointF& position) const {
    int nearest = -1;
    double least = kReach;
    if (across_ && up_)
        for (std::size_t clip = 0; clip < table_->clips.size(); ++clip)
            if (measuredBoth(*across_, *up_, clip)) {
                const QPointF apart = markAt(int(clip)) - position;
                const double distance = std::hypot(apart.x(), apart.y());
                if (distance < least) {
                    least = distance;
                    nearest = int(clip);
                }
            }
    return nearest;
}

void BatchPlots::showTip(const QPointF& position) {
    const int clip = clipAt(position);
    if (clip < 0)
        return QToolTip::hideText();
    const auto point = measuredBoth(*across_, *up_, std::size_t(clip));
    QToolTip::showText(plot_->mapToGlobal(position.toPoint()),
                       tr("%1\n%2: %3\n%4: %5\nDouble-click to open it")
                           .arg(QString::fromStdString(table_->clips[std::size_t(clip)].name), titleOf(*across_))
                           .arg(point->x())
                           .arg(titleOf(*up_))
                           .arg(point->y()),
                       plot_);
}

void BatchPlots::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        rebuild();
    QWidget::changeEvent(event);
}

} // namespace tvlt
