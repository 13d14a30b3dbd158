#include "widgets/inspect/time_view.h"

#include "widgets/style/spacing.h"
#include "widgets/style/view_colors.h"

#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace tvlt {

TimeView::TimeView(ViewState& state, QWidget* parent) : QWidget(parent), state_(state) {
    setMouseTracking(true);
    connect(&state_, &ViewState::timeChanged, this, qOverload<>(&QWidget::update));
    connect(&state_, &ViewState::rangeChanged, this, &TimeView::invalidate);
    connect(&state_, &ViewState::displayChanged, this, &TimeView::invalidate);
    connect(&state_, &ViewState::tokenChanged, this, &TimeView::invalidate);
}

TimeScale TimeView::scale() const {
    return {state_.range(), kLeftGutter, std::max(1.0, double(width() - kLeftGutter - kRightGutter))};
}

std::optional<Hover> TimeView::hoverAt(const QPointF& position) const {
    Hover hover;
    hover.time = scale().time(position.x());
    return hover;
}

void TimeView::invalidate() {
    content_.clear();
    update();
}

void TimeView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.drawPixmap(0, 0, content_.of(*this, [this](QPainter& p) { paintContent(p); }));
    const double time = state_.time();
    if (time >= state_.range().start && time <= state_.range().end())
        paintCursor(painter, scale().x(time));
    paintOverlay(painter);
}

void TimeView::paintCursor(QPainter& painter, double x) const {
    paintTimeCursor(painter, x, 0, height());
}

void TimeView::resizeEvent(QResizeEvent* event) {
    invalidate();
    QWidget::resizeEvent(event);
}

void TimeView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        invalidate();
    QWidget::changeEvent(event);
}

void TimeView::wheelEvent(QWheelEvent* event) {
    const QPoint delta = event->angleDelta();
    const bool pan = event->modifiers().testFlag(Qt::ShiftModifier) || std::abs(delta.x()) > std::abs(delta.y());
    if (pan) {
        const int steps = delta.x() != 0 ? delta.x() : delta.y();
        state_.pan(-steps / 1200.0 * state_.range().duration);
    } else {
        state_.zoom(std::pow(0.8, delta.y() / 120.0), scale().time(event->position().x()));
    }
    event->accept();
}

void TimeView::seekTo(double x) {
    const Segment range = state_.range();
    const double time = std::clamp(scale().time(x), range.start, range.end());
    state_.setTime(time);
    emit seekRequested(time);
}

void TimeView::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::MiddleButton) {
        panFrom_ = scale().time(event->position().x());
        setCursor(Qt::ClosedHandCursor);
        return;
    }
    if (event->button() != Qt::LeftButton)
        return;
    const auto hover = hoverAt(event->position());
    state_.setToken(hover ? hover->token : std::nullopt);
    if (event->position().x() >= kLeftGutter && event->position().x() <= width() - kRightGutter) {
        scrubbing_ = true;
        seekTo(event->position().x());
    }
}

void TimeView::mouseMoveEvent(QMouseEvent* event) {
    if (panFrom_)
        state_.pan(*panFrom_ - scale().time(event->position().x()));
    else if (scrubbing_)
        seekTo(event->position().x());
    const double x = event->position().x();
    const bool inside = x >= kLeftGutter && x <= width() - kRightGutter;
    state_.setHover(inside ? hoverAt(event->position()) : std::nullopt);
}

void TimeView::mouseReleaseEvent(QMouseEvent*) {
    scrubbing_ = false;
    panFrom_.reset();
    unsetCursor();
}

void TimeView::mouseDoubleClickEvent(QMouseEvent*) {
    state_.fit();
}

void TimeView::leaveEvent(QEvent*) {
    state_.setHover(std::nullopt);
}

void paintTimeCursor(QPainter& painter, double x, double top, double bottom) {
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    const double px = std::floor(x);
    painter.fillRect(QRectF(px - 1, top, 3, bottom - top), QColor(0, 0, 0, 170));
    painter.fillRect(QRectF(px, top, 1, bottom - top), Qt::white);
    painter.restore();
}

} // namespace tvlt
