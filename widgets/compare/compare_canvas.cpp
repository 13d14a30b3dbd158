#include "widgets/compare/compare_canvas.h"

#include "widgets/inspect/paint.h"
#include "widgets/inspect/time_view.h"
#include "widgets/style/spacing.h"
#include "widgets/style/view_colors.h"

#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace tvlt {
namespace {

constexpr int kFlickerInterval = 450; // milliseconds
constexpr double kLargestPixel = 48.0;
constexpr double kSmoothBelow = 2.0; // screen pixels a pixel: above, single pixels stay single pixels

} // namespace

CompareCanvas::CompareCanvas(QWidget* parent) : QWidget(parent) {
    setObjectName("compareCanvas");
    setAccessibleName(tr("Two pictures over each other"));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(20 * kUnit, 20 * kUnit);
    flicker_.setInterval(kFlickerInterval);
    connect(&flicker_, &QTimer::timeout, this, [this] {
        secondShows_ = !secondShows_;
        update();
    });
}

void CompareCanvas::setSides(const CompareSide& first, const CompareSide& second, const QString& placeholder) {
    const bool other = first.image.size() != first_.image.size();
    first_ = first;
    second_ = second;
    placeholder_ = placeholder;
    if (other)
        fit();
    update();
}

void CompareCanvas::setKeepsShape(bool keeps) {
    if (keeps == keepsShape_)
        return;
    keepsShape_ = keeps;
    fit();
}

void CompareCanvas::setMode(CompareMode mode) {
    mode_ = mode;
    runFlicker();
    update();
}

void CompareCanvas::setShare(double share) {
    share = std::clamp(share, 0.0, 1.0);
    if (share == share_)
        return;
    share_ = share;
    update();
    emit shareChanged(share_);
}

void CompareCanvas::runFlicker() {
    if (mode_ == CompareMode::Flicker && isVisible())
        flicker_.start();
    else
        flicker_.stop();
}

QRectF CompareCanvas::fitted() const {
    if (first_.image.isNull())
        return {};
    const QRectF room = rect();
    if (!keepsShape_)
        return room;
    const QSizeF size = QSizeF(first_.image.size()).scaled(room.size(), Qt::KeepAspectRatio);
    return {QPointF((room.width() - size.width()) / 2, (room.height() - size.height()) / 2), size};
}

QRectF CompareCanvas::target() const {
    const QSizeF size = fitted().size() * zoom_;
    return {width() / 2.0 - centre_.x() * size.width(), height() / 2.0 - centre_.y() * size.height(), size.width(),
            size.height()};
}

void CompareCanvas::keepInView() {
    const QSizeF size = fitted().size() * zoom_;
    const auto keep = [](double centre, double picture, double room) {
        const double half = picture > 0.0 ? std::min(0.5, room / (2 * picture)) : 0.5;
        return std::clamp(centre, half, 1.0 - half);
    };
    centre_ = {keep(centre_.x(), size.width(), width()), keep(centre_.y(), size.height(), height())};
    update();
    emit viewChanged();
}

void CompareCanvas::zoomBy(double factor, const QPointF& anchor) {
    const QRectF before = target();
    if (before.isEmpty())
        return;
    const QRectF whole = fitted();
    const double most = std::max({1.0, kLargestPixel * first_.image.width() / whole.width(),
                                  kLargestPixel * first_.image.height() / whole.height()});
    const double zoom = std::clamp(zoom_ * factor, 1.0, most);
    const QPointF share((anchor.x() - before.left()) / before.width(), (anchor.y() - before.top()) / before.height());
    zoom_ = zoom;
    const QSizeF size = whole.size() * zoom_;
    centre_ = {share.x() + (width() / 2.0 - anchor.x()) / size.width(),
               share.y() + (height() / 2.0 - anchor.y()) / size.height()};
    keepInView();
}

void CompareCanvas::fit() {
    zoom_ = 1.0;
    centre_ = {0.5, 0.5};
    keepInView();
}

void CompareCanvas::paintSide(QPainter& painter, const CompareSide& side) const {
    const QRectF where = target();
    painter.save();
    painter.setOpacity(painter.opacity() * side.opacity);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, where.width() < kSmoothBelow * side.image.width());
    painter.drawImage(where, side.image);
    if (side.hatched)
        paintHiddenPatches(painter, where, *side.hatched, maskStyle(palette(), 1.0));
    painter.restore();
}

void CompareCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::AlternateBase));
    if (first_.image.isNull()) {
        painter.setPen(viewColors(palette()).quiet);
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, placeholder_);
        return;
    }
    const bool pair = !second_.image.isNull();
    const bool flickers = mode_ == CompareMode::Flicker;
    if (!pair || !flickers || !secondShows_)
        paintSide(painter, first_);
    if (pair && mode_ == CompareMode::Swipe) {
        const double x = share_ * width();
        painter.save();
        painter.setClipRect(QRectF(x, 0, width() - x, height()));
        painter.fillRect(rect(), palette().color(QPalette::AlternateBase));
        paintSide(painter, second_);
        painter.restore();
        paintTimeCursor(painter, x, 0, height());
    } else if (pair && mode_ == CompareMode::Blend) {
        painter.setOpacity(share_);
        paintSide(painter, second_);
        painter.setOpacity(1.0);
    } else if (pair && secondShows_) {
        paintSide(painter, second_);
    }
    if (!pair || !flickers || !secondShows_)
        paintChip(painter, {kUnit, kUnit}, first_.name, palette());
    if (pair && (!flickers || secondShows_))
        paintChip(painter, {double(width() - kUnit), kUnit}, second_.name, palette(), Qt::AlignRight);
    if (!pair && !placeholder_.isEmpty())
        paintChip(painter, {double(width() - kUnit), kUnit}, placeholder_, palette(), Qt::AlignRight);
}

void CompareCanvas::resizeEvent(QResizeEvent* event) {
    keepInView();
    QWidget::resizeEvent(event);
}

void CompareCanvas::wheelEvent(QWheelEvent* event) {
    zoomBy(std::pow(1.25, event->angleDelta().y() / 120.0), event->position());
    event->accept();
}

void CompareCanvas::moveLine(double x) {
    setShare(x / std::max(1, width()));
}

void CompareCanvas::mousePressEvent(QMouseEvent* event) {
    movesLine_ = event->button() == Qt::LeftButton && mode_ == CompareMode::Swipe;
    if (movesLine_)
        moveLine(event->position().x());
    else if (event->button() == Qt::LeftButton || event->button() == Qt::MiddleButton)
        panFrom_ = event->position();
}

void CompareCanvas::mouseMoveEvent(QMouseEvent* event) {
    if (movesLine_)
        moveLine(event->position().x());
    const QRectF where = target();
    if (panFrom_ && !where.isEmpty()) {
        const QPointF by = event->position() - *panFrom_;
        panFrom_ = event->position();
        centre_ -= QPointF(by.x() / where.width(), by.y() / where.height());
        keepInView();
    }
    std::optional<QPoint> pixel;
    if (where.contains(event->position()))
        pixel = QPoint(std::clamp(int((event->position().x() - where.left()) / where.width() * first_.image.width()), 0,
                                  first_.image.width() - 1),
                       std::clamp(int((event->position().y() - where.top()) / where.height() * first_.image.height()),
                                  0, first_.image.height() - 1));
    emit pixelHovered(pixel);
}

void CompareCanvas::mouseReleaseEvent(QMouseEvent*) {
    panFrom_.reset();
    movesLine_ = false;
}

void CompareCanvas::mouseDoubleClickEvent(QMouseEvent*) {
    fit();
}

void CompareCanvas::leaveEvent(QEvent*) {
    emit pixelHovered(std::nullopt);
}

void CompareCanvas::showEvent(QShowEvent* event) {
    runFlicker();
    QWidget::showEvent(event);
}

void CompareCanvas::hideEvent(QHideEvent* event) {
    runFlicker();
    QWidget::hideEvent(event);
}

} // namespace tvlt
