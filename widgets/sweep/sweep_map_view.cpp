#include "widgets/sweep/sweep_map_view.h"

#include "core/sweep/sweep.h"
#include "widgets/figure/image_convert.h"
#include "widgets/figure/sweep_panels.h"
#include "widgets/inspect/paint.h"
#include "widgets/style/spacing.h"
#include "widgets/style/view_colors.h"

#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace tvlt {

SweepMapView::SweepMapView(QWidget* parent) : QWidget(parent) {
    setObjectName("sweepMap");
    setAccessibleName(tr("Heat map over pixel and audio mask ratio"));
    setMouseTracking(true);
    setMinimumSize(30 * kUnit, 24 * kUnit);
}

void SweepMapView::setSweep(std::shared_ptr<const Sweep> sweep) {
    sweep_ = std::move(sweep);
    rebuild();
}

void SweepMapView::setMeasure(SweepMeasure measure) {
    measure_ = measure;
    rebuild();
}

void SweepMapView::setCurrent(const MaskSettings& mask) {
    current_ = mask;
    update();
}

void SweepMapView::rebuild() {
    map_ = sweep_ ? sweepMap(sweep_->samples, measure_) : SweepMap{};
    float low = INFINITY, high = -INFINITY;
    for (const float value : map_.means.values) {
        if (std::isnan(value))
            continue;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    scale_ = measure_ == SweepMeasure::MatchingLogit ? signedScale(std::max(std::abs(low), std::abs(high)))
                                                     : ColorScale{ColorMap::Viridis, low, high};
    if (!(low <= high))
        map_ = {};
    update();
}

QRectF SweepMapView::plotRect() const {
    const double left = 8.0 * kUnit, below = 6.0 * kUnit;
    const double width = std::max(1.0, this->width() - left - kRightGutter - 2.0 * kUnit);
    const double height = std::max(1.0, this->height() - below - 3.0 * kUnit);
    return {left, 3.0 * kUnit, width, height};
}

QRectF SweepMapView::cellRect(int pixel, int audio) const {
    const QRectF plot = plotRect();
    const double width = plot.width() / std::max<double>(1.0, double(map_.pixelRatios.size()));
    const double height = plot.height() / std::max<double>(1.0, double(map_.audioRatios.size()));
    return {plot.left() + pixel * width, plot.bottom() - (audio + 1) * height, width, height};
}

std::optional<SweepMapView::Cell> SweepMapView::cellAt(const QPointF& position) const {
    for (int p = 0; p < int(map_.pixelRatios.size()); ++p)
        for (int a = 0; a < int(map_.audioRatios.size()); ++a)
            if (cellRect(p, a).contains(position))
                return Cell{p, a};
    return std::nullopt;
}

void SweepMapView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const ViewColors colors = viewColors(palette());
    if (map_.means.empty())
        return;
    const QRectF plot = plotRect();
    painter.drawImage(plot, spectrogramImage(map_.means, scale_));
    painter.setPen(colors.text);
    painter.drawText(QRectF(plot.left(), 0, plot.width(), plot.top()), Qt::AlignCenter, measureTitle(measure_));
    painter.setPen(colors.quiet);
    const QFontMetricsF metrics(painter.font());
    const auto thin = [](std::size_t count, double each, double room) {
        return std::max<int>(1, int(std::ceil(double(count) * each / std::max(1.0, room))));
    };
    const int everyPixel = thin(map_.pixelRatios.size(), metrics.horizontalAdvance("0.000 "), plot.width());
    for (int p = 0; p < int(map_.pixelRatios.size()); p += everyPixel) {
        const QRectF cell = cellRect(p, 0);
        painter.drawText(QRectF(cell.center().x() - 50, plot.bottom() + 2, 100, metrics.height()), Qt::AlignCenter,
                         QString::number(map_.pixelRatios[std::size_t(p)], 'g', 3));
    }
    const int everyAudio = thin(map_.audioRatios.size(), metrics.height(), plot.height());
    for (int a = 0; a < int(map_.audioRatios.size()); a += everyAudio) {
        const QRectF cell = cellRect(0, a);
        painter.drawText(QRectF(0, cell.center().y() - metrics.height() / 2, plot.left() - 6, metrics.height()),
                         Qt::AlignRight | Qt::AlignVCenter, QString::number(map_.audioRatios[std::size_t(a)], 'g', 3));
    }
    painter.setPen(colors.text);
    painter.drawText(QRectF(plot.left(), plot.bottom() + metrics.height() + 6, plot.width(), metrics.height()),
                     Qt::AlignCenter, tr("pixel mask ratio"));
    painter.save();
    painter.translate(metrics.height() * 0.8, plot.center().y());
    painter.rotate(-90);
    painter.drawText(QRectF(-plot.height() / 2, -metrics.height() / 2, plot.height(), metrics.height()),
                     Qt::AlignCenter, tr("audio mask ratio"));
    painter.restore();
    painter.setPen(colors.quiet);
    paintColorBar(painter, plot, scale_, {}, palette());
    for (int p = 0; p < int(map_.pixelRatios.size()); ++p)
        for (int a = 0; a < int(map_.audioRatios.size()); ++a)
            if (map_.pixelRatios[std::size_t(p)] == current_.pixelRatio &&
                map_.audioRatios[std::size_t(a)] == current_.audioRatio)
                paintSelected(painter, cellRect(p, a));
}

void SweepMapView::mouseMoveEvent(QMouseEvent* event) {
    const auto cell = cellAt(event->position());
    setCursor(cell ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (!cell)
        return;
    const float value = map_.means.at(cell->pixel, cell->audio);
    const QString text = std::isnan(value) ? tr("not measured: nothing is hidden here, or not yet")
                                           : QString::number(double(value), 'g', 4);
    QToolTip::showText(event->globalPosition().toPoint(),
                       tr("pixel %1, audio %2: %3. Click to see it.")
                           .arg(map_.pixelRatios[std::size_t(cell->pixel)])
                           .arg(map_.audioRatios[std::size_t(cell->audio)])
                           .arg(text),
                       this);
}

void SweepMapView::mouseReleaseEvent(QMouseEvent* event) {
    const auto cell = cellAt(event->position());
    if (cell && event->button() == Qt::LeftButton)
        emit pointChosen({map_.pixelRatios[std::size_t(cell->pixel)], map_.audioRatios[std::size_t(cell->audio)],
                          sweep_->base.seed});
}

} // namespace tvlt
