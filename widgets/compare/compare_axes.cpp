#include "widgets/compare/compare_axes.h"

#include "widgets/compare/compare_canvas.h"
#include "widgets/inspect/ticks.h"
#include "widgets/style/spacing.h"
#include "widgets/style/view_colors.h"

#include <QPainter>

#include <algorithm>

namespace tvlt {
namespace {

constexpr int kLeft = 7 * kUnit;
constexpr double kBetweenTimes = 10.0 * kUnit;

} // namespace

CompareAxes::CompareAxes(CompareCanvas* canvas, QWidget* parent) : QWidget(parent), canvas_(canvas) {
    canvas_->setParent(this);
    connect(canvas_, &CompareCanvas::viewChanged, this, qOverload<>(&QWidget::update));
}

void CompareAxes::setExtent(const Segment& time, const MelAxis& mel) {
    time_ = time;
    mel_ = mel;
    arrange();
    update();
}

void CompareAxes::arrange() {
    const int below = fontMetrics().height() + kUnit;
    canvas_->setGeometry(mel_.bands() > 0 ? rect().adjusted(kLeft, 0, -kUnit, -below) : rect());
}

void CompareAxes::resizeEvent(QResizeEvent*) {
    arrange();
}

void CompareAxes::paintEvent(QPaintEvent*) {
    const QRectF whole = canvas_->target();
    if (mel_.bands() == 0 || whole.isEmpty())
        return;
    QPainter painter(this);
    painter.setPen(viewColors(palette()).quiet);
    const QRectF plot = canvas_->geometry();
    const double line = fontMetrics().height();
    const double perBand = whole.height() / mel_.bands();
    for (const Tick& tick : mel_.ticks(line / perBand)) {
        const double y = plot.top() + whole.bottom() - tick.value * perBand;
        if (y < plot.top() + line / 2 || y > plot.bottom() - line / 2)
            continue;
        painter.drawLine(QPointF(plot.left() - 4, y), QPointF(plot.left() - 1, y));
        painter.drawText(QRectF(0, y - line / 2, kLeft - 6, line), Qt::AlignRight | Qt::AlignVCenter, tick.label);
    }
    painter.drawText(QRectF(0, plot.top(), kLeft - 6, line), Qt::AlignRight, tr("Hz"));
    const double perSecond = whole.width() / time_.duration;
    Segment shown;
    shown.start = time_.start - whole.left() / perSecond;
    shown.duration = plot.width() / perSecond;
    const TimeTicks ticks = timeTicks(shown, perSecond, kBetweenTimes);
    for (const double time : ticks.times) {
        const double x = plot.left() + whole.left() + (time - time_.start) * perSecond;
        painter.drawLine(QPointF(x, plot.bottom() + 1), QPointF(x, plot.bottom() + 4));
        const double left = std::clamp(x - 30.0, plot.left(), plot.right() - 60.0);
        painter.drawText(QRectF(left, plot.bottom() + 5, 60, line), Qt::AlignHCenter | Qt::AlignTop,
                         tickText(time, ticks.step));
    }
    painter.drawText(QRectF(0, plot.bottom() + 5, kLeft - 6, line), Qt::AlignRight, tr("s"));
}

} // namespace tvlt
