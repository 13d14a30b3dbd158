#include "widgets/inspect/time_ruler.h"

#include "widgets/inspect/ticks.h"
#include "widgets/style/spacing.h"
#include "widgets/style/view_colors.h"

#include <QPainter>

#include <algorithm>

namespace tvlt {

TimeRuler::TimeRuler(ViewState& state, QWidget* parent) : TimeView(state, parent) {
    setObjectName("timeRuler");
    setAccessibleName(tr("Time axis in seconds"));
    setFixedHeight(fontMetrics().height() + 10);
}

void TimeRuler::setFrameTimes(std::vector<double> times) {
    frameTimes_ = std::move(times);
    invalidate();
}

void TimeRuler::paintContent(QPainter& painter) {
    const ViewColors colors = viewColors(palette());
    const TimeScale s = scale();
    painter.fillRect(rect(), palette().color(QPalette::Window));
    painter.setPen(colors.quiet);
    painter.drawText(QRectF(0, 0, kLeftGutter - 2 * kUnit, height()), Qt::AlignRight | Qt::AlignVCenter,
                     tr("time (s)"));

    painter.setPen(colors.line);
    painter.drawLine(QPointF(kLeftGutter, 0.5), QPointF(kLeftGutter + s.width, 0.5));
    const TimeTicks ticks = timeTicks(s.range, s.pixelsPerSecond(), 9.0 * kUnit);
    for (const double time : ticks.times) {
        const double x = s.x(time);
        painter.setPen(colors.quiet);
        painter.drawLine(QPointF(x, 0), QPointF(x, 5));
        painter.setPen(colors.text);
        painter.drawText(QRectF(x - 50, 5, 100, height() - 5), Qt::AlignHCenter | Qt::AlignVCenter,
                         tickText(time, ticks.step));
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.video);
    for (const double time : frameTimes_) {
        const double x = s.x(time);
        if (x >= kLeftGutter - 1 && x <= kLeftGutter + s.width)
            painter.drawPolygon(QPolygonF{{x - 4, 0}, {x + 4, 0}, {x, 6}});
    }
}

void TimeRuler::paintCursor(QPainter& painter, double x) const {
    TimeView::paintCursor(painter, x);
    const QString text = clockText(state().time());
    const double width = painter.fontMetrics().horizontalAdvance(text) + 1.5 * kUnit;
    const double least = kLeftGutter - kUnit;
    const double left = std::clamp(x - width / 2, least, std::max(least, this->width() - width));
    const QRectF chip(left, 6, width, height() - 7);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(palette().color(QPalette::WindowText));
    painter.drawRoundedRect(chip, 3, 3);
    painter.setPen(palette().color(QPalette::Window));
    painter.drawText(chip, Qt::AlignCenter, text);
}

} // namespace tvlt
