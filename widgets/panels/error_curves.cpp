#include "widgets/panels/error_curves.h"

#include "core/analysis/analysis.h"
#include "widgets/state/view_state.h"
#include "widgets/style/spacing.h"
#include "widgets/style/view_colors.h"

#include <QVBoxLayout>
#include <qcustomplot.h>

#include <algorithm>

namespace tvlt {
namespace {

double mean(const std::vector<double>& values, int first, int count) {
    double sum = 0.0;
    for (int i = first; i < first + count; ++i)
        sum += values[std::size_t(i)];
    return count > 0 ? sum / count : 0.0;
}

/// From zero up to the highest value, with some air.
void fitFromZero(QCPAxis* axis, const QCPGraph* graph) {
    double highest = 0.0;
    for (const auto& point : *graph->data())
        highest = std::max(highest, point.value);
    axis->setRange(0.0, highest > 0.0 ? highest * 1.1 : 1.0);
}

} // namespace

ErrorCurves::ErrorCurves(ViewState& state, QWidget* parent)
    : QWidget(parent), state_(state), plot_(new QCustomPlot), pixel_(plot_->addGraph()),
      audio_(plot_->addGraph(plot_->xAxis, plot_->yAxis2)), cursor_(new QCPItemLine(plot_)) {
    setObjectName("errorCurves");
    setAccessibleName(tr("Error over time"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(plot_);
    plot_->setMinimumHeight(20 * kUnit);
    plot_->xAxis->setLabel(tr("time (s)"));
    plot_->yAxis->setLabel(tr("pixel MSE"));
    plot_->yAxis2->setLabel(tr("audio MSE"));
    pixel_->setLineStyle(QCPGraph::lsStepLeft); // a frame holds until the next
    audio_->setLineStyle(QCPGraph::lsStepCenter);
    for (QCPAxis* axis : {plot_->xAxis, plot_->yAxis, plot_->yAxis2}) {
        axis->ticker()->setTickCount(4);
        axis->setLabelPadding(2);
    }
    restyle();
    applyRange();
    connect(&state_, &ViewState::timeChanged, this, &ErrorCurves::moveCursor);
    connect(&state_, &ViewState::rangeChanged, this, &ErrorCurves::applyRange);
}

void ErrorCurves::setAnalysis(const Analysis* analysis) {
    pixel_->data()->clear();
    audio_->data()->clear();
    if (analysis && analysis->features) {
        const ClipFeatures& features = *analysis->features;
        const PatchLayout& layout = features.layout;
        if (analysis->pixel && int(analysis->pixel->patchError.size()) == layout.pixelTokens()) {
            for (int frame = 0; frame < layout.frames; ++frame)
                pixel_->addData(
                    features.frameTimes[std::size_t(frame)],
                    mean(analysis->pixel->patchError, frame * layout.patchesPerFrame(), layout.patchesPerFrame()));
            // The last frame holds to the segment's end.
            if (layout.frames > 0)
                pixel_->addData(features.segment.end(), (pixel_->data()->constEnd() - 1)->value);
        }
        if (analysis->audio && int(analysis->audio->patchError.size()) == layout.audioTokens()) {
            for (int step = 0; step < layout.timeSteps; ++step) {
                const auto column = std::size_t(step * layout.patchColumns);
                if (column >= features.columnTimes.size())
                    break;
                audio_->addData(features.columnTimes[column],
                                mean(analysis->audio->patchError, step * layout.bands, layout.bands));
            }
        }
    }
    plot_->yAxis->setVisible(!pixel_->data()->isEmpty());
    plot_->yAxis2->setVisible(!audio_->data()->isEmpty());
    fitFromZero(plot_->yAxis, pixel_);
    fitFromZero(plot_->yAxis2, audio_);
    plot_->replot(QCustomPlot::rpQueuedReplot);
}

void ErrorCurves::moveCursor() {
    const double time = state_.time();
    cursor_->start->setCoords(time, plot_->yAxis->range().lower);
    cursor_->end->setCoords(time, plot_->yAxis->range().upper);
    plot_->replot(QCustomPlot::rpQueuedReplot);
}

void ErrorCurves::applyRange() {
    plot_->xAxis->setRange(state_.range().start, state_.range().end());
    moveCursor();
}

void ErrorCurves::restyle() {
    const ViewColors colors = viewColors(palette());
    QFont small = font();
    small.setPointSizeF(font().pointSizeF() * 0.88);
    plot_->setBackground(palette().color(QPalette::Window));
    plot_->axisRect()->setBackground(palette().color(QPalette::Base));
    for (QCPAxis* axis : {plot_->xAxis, plot_->yAxis, plot_->yAxis2}) {
        axis->setBasePen(colors.line);
        axis->setTickPen(colors.line);
        axis->setSubTickPen(Qt::NoPen);
        axis->setTickLabelColor(colors.quiet);
        axis->setLabelColor(colors.quiet);
        axis->setTickLabelFont(small);
        axis->setLabelFont(small);
        axis->grid()->setPen(QPen(colors.line, 1, Qt::DotLine));
        axis->grid()->setZeroLinePen(Qt::NoPen);
    }
    plot_->yAxis->setLabelColor(colors.video);
    plot_->yAxis2->setLabelColor(colors.audio);
    pixel_->setPen(QPen(colors.video, 1.6));
    audio_->setPen(QPen(colors.audio, 1.2));
    cursor_->setPen(QPen(colors.text, 1));
    plot_->replot(QCustomPlot::rpQueuedReplot);
}

void ErrorCurves::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        restyle();
    QWidget::changeEvent(event);
}

} // namespace tvlt
