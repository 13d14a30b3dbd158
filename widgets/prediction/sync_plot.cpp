#include "widgets/prediction/sync_plot.h"

#include "core/prediction/matching.h"
#include "widgets/figure/palette.h"
#include "widgets/style/plot_style.h"
#include "widgets/style/view_colors.h"

#include <QMouseEvent>
#include <QToolTip>
#include <QVBoxLayout>
#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace tvlt {
namespace {

constexpr double kReach = 14.0; // pixels from a point that still mean it

} // namespace

SyncPlot::SyncPlot(QWidget* parent) : QWidget(parent), plot_(new QCustomPlot) {
    setObjectName("syncPlot");
    setAccessibleName(tr("Matching against the shift of the sound"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(plot_);
    plot_->setMouseTracking(true);
    connect(plot_, &QCustomPlot::mouseMove, this, [this](QMouseEvent* event) { showTip(event->position()); });
    rebuild();
}

void SyncPlot::setSync(std::shared_ptr<const SyncCurve> sync) {
    sync_ = std::move(sync);
    rebuild();
}

void SyncPlot::rebuild() {
    const ViewColors colors = viewColors(palette());
    plot_->clearGraphs();
    plot_->clearItems();
    plot_->setBackground(palette().color(QPalette::Window));
    styleAxes(*plot_->axisRect(), *this);
    plot_->xAxis->setLabel(tr("sound taken later by (s)"));
    plot_->yAxis->setLabel(tr("matching logit"));
    plot_->yAxis->grid()->setZeroLinePen(QPen(colors.quiet, 1));
    double reach = 2.0, low = -1.0, high = 1.0;
    if (sync_ && !sync_->points.empty()) {
        const auto best = bestSync(sync_->points);
        const QColor color = isDark(palette()) ? palette::kWhole.lighter(150) : palette::kWhole;
        QCPGraph* line = plot_->addGraph();
        line->setPen(QPen(color, 2));
        QCPGraph* whole = plot_->addGraph();
        QCPGraph* part = plot_->addGraph();
        QCPGraph* first = plot_->addGraph();
        whole->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, color, 7));
        part->setScatterStyle(
            QCPScatterStyle(QCPScatterStyle::ssCircle, QPen(color, 1.5), palette().color(QPalette::Base), 7));
        first->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, color, 13));
        for (QCPGraph* points : {whole, part, first})
            points->setLineStyle(QCPGraph::lsNone);
        low = high = 0.0;
        for (const SyncPoint& point : sync_->points) {
            reach = std::max(reach, std::abs(point.shift));
            low = std::min(low, point.logit);
            high = std::max(high, point.logit);
            line->addData(point.shift, point.logit);
            (heardWhole(point) ? whole : part)->addData(point.shift, point.logit);
        }
        if (best && heardWhole(*best) && sync_->points.size() > 1)
            first->addData(best->shift, best->logit);
        const double margin = 0.08 * std::max(0.1, high - low);
        low -= margin;
        high += margin;
    }
    plot_->xAxis->setRange(-1.04 * reach, 1.04 * reach);
    plot_->yAxis->setRange(low, high);
    auto* now = new QCPItemLine(plot_);
    now->start->setCoords(0.0, low);
    now->end->setCoords(0.0, high);
    now->setPen(QPen(colors.quiet, 1, Qt::DashLine));
    plot_->replot(QCustomPlot::rpQueuedReplot);
}

void SyncPlot::showTip(const QPointF& position) {
    const SyncPoint* nearest = nullptr;
    double least = kReach;
    if (sync_)
        for (const SyncPoint& point : sync_->points) {
            const double apart = std::hypot(plot_->xAxis->coordToPixel(point.shift) - position.x(),
                                            plot_->yAxis->coordToPixel(point.logit) - position.y());
            if (apart < least) {
                least = apart;
                nearest = &point;
            }
        }
    if (!nearest)
        return QToolTip::hideText();
    QString text = tr("Sound taken %1 s later: logit %2, probability %3")
                       .arg(nearest->shift, 0, 'f', 2)
                       .arg(nearest->logit, 0, 'f', 2)
                       .arg(logistic(nearest->logit), 0, 'f', 3);
    if (!heardWhole(*nearest))
        text +=
            tr("\n%1 % of it lies within the clip's sound; the rest is silence").arg(100.0 * nearest->heard, 0, 'f', 0);
    QToolTip::showText(plot_->mapToGlobal(position.toPoint()), text, plot_);
}

void SyncPlot::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        rebuild();
    QWidget::changeEvent(event);
}

} // namespace tvlt
