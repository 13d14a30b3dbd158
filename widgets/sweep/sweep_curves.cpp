#include "widgets/sweep/sweep_curves.h"

#include "core/sweep/sweep.h"
#include "widgets/figure/sweep_panels.h"
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

constexpr double kReach = 14.0; // pixels from a point that still mean it

} // namespace

SweepCurves::SweepCurves(QWidget* parent)
    : QWidget(parent), plot_(new QCustomPlot), margins_{new QCPMarginGroup(plot_), new QCPMarginGroup(plot_)} {
    setObjectName("sweepCurves");
    setAccessibleName(tr("Loss and matching against the mask ratios"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(plot_);
    plot_->plotLayout()->clear();
    plot_->setMouseTracking(true);
    connect(plot_, &QCustomPlot::mouseRelease, this, [this](QMouseEvent* event) {
        if (const auto point = pointAt(event->position()); point && event->button() == Qt::LeftButton)
            emit pointChosen(*point);
    });
    connect(plot_, &QCustomPlot::mouseMove, this, [this](QMouseEvent* event) { showTip(event->position()); });
    rebuild();
}

void SweepCurves::setSweep(std::shared_ptr<const Sweep> sweep) {
    sweep_ = std::move(sweep);
    rebuild();
}

void SweepCurves::setCurrent(const MaskSettings& mask) {
    current_ = mask;
    rebuild();
}

void SweepCurves::rebuild() {
    plot_->clearGraphs();
    plot_->clearItems();
    plot_->plotLayout()->clear();
    shown_.clear();
    plot_->setBackground(palette().color(QPalette::Window));
    if (sweep_) {
        const auto panels = sweepPanels(*sweep_);
        const bool pixel = std::any_of(panels.begin(), panels.end(),
                                       [](const SweepPanel& panel) { return panel.varied == Modality::Pixel; });
        int row = -1;
        for (std::size_t i = 0; i < panels.size(); ++i) {
            if (i == 0 || panels[i].measure != panels[i - 1].measure)
                ++row;
            addPanel(panels[i], row, pixel && panels[i].varied == Modality::Audio ? 1 : 0);
        }
        plot_->plotLayout()->simplify();
    }
    plot_->replot(QCustomPlot::rpQueuedReplot);
}

void SweepCurves::addPanel(const SweepPanel& panel, int row, int column) {
    const ViewColors colors = viewColors(palette());
    QFont small = font();
    small.setPointSizeF(font().pointSizeF() * 0.88);
    auto* rect = new QCPAxisRect(plot_);
    plot_->plotLayout()->addElement(row, column, rect);
    rect->setMarginGroup(QCP::msLeft, margins_[static_cast<std::size_t>(column)]);
    QCPAxis* across = rect->axis(QCPAxis::atBottom);
    QCPAxis* up = rect->axis(QCPAxis::atLeft);
    styleAxes(*rect, *this);
    across->setRange(-0.02, 1.02);
    up->setRange(panel.low, panel.high);
    across->setLabel(panel.ratioTitle);
    up->setLabel(panel.title);
    up->setLabelColor(panel.color);
    up->ticker()->setTickCount(4);

    const auto graph = [&](double side) {
        QCPGraph* line = plot_->addGraph(across, up);
        for (const SweepStep& step : panel.curve)
            line->addData(step.ratio, step.mean + side * step.deviation);
        line->setPen(Qt::NoPen);
        return line;
    };
    QCPGraph* upper = graph(1.0);
    QCPGraph* lower = graph(-1.0);
    QColor veil = panel.color;
    veil.setAlphaF(0.22F);
    upper->setBrush(veil);
    upper->setChannelFillGraph(lower);
    QCPGraph* mean = graph(0.0);
    mean->setPen(QPen(panel.color, 2));
    mean->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, panel.color, 6));

    const auto upright = [&](double ratio, const QPen& pen, const QString& text) {
        auto* line = new QCPItemLine(plot_);
        line->setClipAxisRect(rect);
        for (QCPItemPosition* end : {line->start, line->end})
            end->setAxes(across, up);
        line->start->setCoords(ratio, panel.low);
        line->end->setCoords(ratio, panel.high);
        line->setPen(pen);
        if (text.isEmpty())
            return;
        auto* label = new QCPItemText(plot_);
        label->setClipAxisRect(rect);
        label->position->setAxes(across, up);
        label->position->setCoords(ratio, panel.high);
        label->setPositionAlignment((ratio > 0.5 ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignTop);
        label->setPadding(QMargins(4, 2, 4, 0));
        label->setText(text);
        label->setColor(colors.quiet);
        label->setFont(small);
    };
    if (panel.trained)
        upright(*panel.trained, QPen(colors.quiet, 1, Qt::DashLine), tr("trained at %1").arg(*panel.trained));
    const bool pixel = panel.varied == Modality::Pixel;
    upright(pixel ? current_.pixelRatio : current_.audioRatio, QPen(colors.accent, 1), {});
    if (panel.measure == SweepMeasure::MatchingLogit) {
        auto* zero = new QCPItemLine(plot_);
        zero->setClipAxisRect(rect);
        for (QCPItemPosition* end : {zero->start, zero->end})
            end->setAxes(across, up);
        zero->start->setCoords(-0.02, 0.0);
        zero->end->setCoords(1.02, 0.0);
        zero->setPen(QPen(colors.quiet, 1, Qt::DotLine));
    }
    shown_.push_back({rect, panel.varied, panel.measure});
}

std::optional<SweepPoint> SweepCurves::pointAt(const QPointF& position) const {
    if (!sweep_)
        return std::nullopt;
    const QCPAxisRect* under = plot_->axisRectAt(position);
    const auto shown = std::find_if(shown_.begin(), shown_.end(), [&](const Shown& s) { return s.rect == under; });
    if (shown == shown_.end())
        return std::nullopt;
    const bool pixel = shown->varied == Modality::Pixel;
    const double fixed = pixel ? sweep_->base.audioRatio : sweep_->base.pixelRatio;
    const QCPAxis* across = shown->rect->axis(QCPAxis::atBottom);
    const QCPAxis* up = shown->rect->axis(QCPAxis::atLeft);
    std::optional<SweepPoint> nearest;
    double least = kReach;
    for (const SweepStep& step : sweepCurve(sweep_->samples, shown->varied, fixed, shown->measure)) {
        const double apart =
            std::hypot(across->coordToPixel(step.ratio) - position.x(), up->coordToPixel(step.mean) - position.y());
        if (apart < least) {
            least = apart;
            nearest = pixel ? SweepPoint{step.ratio, fixed, sweep_->base.seed}
                            : SweepPoint{fixed, step.ratio, sweep_->base.seed};
        }
    }
    return nearest;
}

void SweepCurves::showTip(const QPointF& position) {
    const auto point = pointAt(position);
    plot_->setCursor(point ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (!point) {
        QToolTip::hideText();
        return;
    }
    const QCPAxisRect* under = plot_->axisRectAt(position);
    const auto shown = std::find_if(shown_.begin(), shown_.end(), [&](const Shown& s) { return s.rect == under; });
    const bool pixel = shown->varied == Modality::Pixel;
    const double ratio = pixel ? point->pixelRatio : point->audioRatio;
    for (const SweepStep& step :
         sweepCurve(sweep_->samples, shown->varied, pixel ? point->audioRatio : point->pixelRatio, shown->measure))
        if (step.ratio == ratio)
            QToolTip::showText(plot_->mapToGlobal(position.toPoint()),
                               tr("%1 at ratio %2: %3 ± %4 (%5). Click to see it.")
                                   .arg(measureTitle(shown->measure))
                                   .arg(ratio)
                                   .arg(step.mean, 0, 'g', 4)
                                   .arg(step.deviation, 0, 'g', 2)
                                   .arg(step.seeds == 1 ? tr("1 seed") : tr("%1 seeds").arg(step.seeds)),
                               plot_);
}

void SweepCurves::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        rebuild();
    QWidget::changeEvent(event);
}

} // namespace tvlt
