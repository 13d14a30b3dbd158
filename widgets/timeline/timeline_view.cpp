#include "widgets/timeline/timeline_view.h"

#include "widgets/inspect/ticks.h"
#include "widgets/inspect/time_view.h"
#include "widgets/style/spacing.h"
#include "widgets/style/view_colors.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace tvlt {
namespace {

constexpr double kBarHeight = 10.0;
constexpr double kGripReach = 5.0; // pixels either side of a handle
constexpr double kShortest = 0.02; // seconds

} // namespace

TimelineView::TimelineView(ViewState& state, QWidget* parent) : QWidget(parent), state_(state) {
    setObjectName("timeline");
    setAccessibleName(tr("Timeline of the whole clip"));
    setMouseTracking(true);
    setMinimumHeight(9 * kUnit);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&state_, &ViewState::timeChanged, this, qOverload<>(&QWidget::update));
    connect(&state_, &ViewState::rangeChanged, this, &TimelineView::invalidate);
    connect(&state_, &ViewState::boundsChanged, this, &TimelineView::invalidate);
}

QSize TimelineView::sizeHint() const {
    return {80 * kUnit, 11 * kUnit};
}

TimeScale TimelineView::scale() const {
    return {{0.0, std::max(state_.clipDuration(), kShortest)},
            kLeftGutter,
            std::max(1.0, double(width() - kLeftGutter - kRightGutter))};
}

QRectF TimelineView::segmentBar() const {
    return {QPointF(scale().x(segment_.start), 2), QPointF(scale().x(segment_.end()), 2 + kBarHeight)};
}

QRectF TimelineView::waveArea() const {
    const double axis = fontMetrics().height() + 4;
    return {double(kLeftGutter), kBarHeight + 4, scale().width, height() - kBarHeight - 4 - axis};
}

void TimelineView::setPeaks(std::vector<float> peaks) {
    peaks_ = std::move(peaks);
    invalidate();
}

void TimelineView::setSegment(const Segment& segment) {
    // What a person holds is theirs until they let go.
    if (grip_ != Grip::None && grip_ != Grip::Scrub)
        return;
    segment_ = segment;
    invalidate();
}

void TimelineView::setLongestSegment(double seconds) {
    longest_ = seconds;
    setToolTip(seconds > 0.0 ? tr("Drag the bar or its ends to choose the segment. The model hears at most %1 s of it.")
                                   .arg(seconds, 0, 'f', 2)
                             : QString());
}

void TimelineView::setFrameTimes(std::vector<double> times) {
    frameTimes_ = std::move(times);
    invalidate();
}

void TimelineView::invalidate() {
    content_.clear();
    update();
}

void TimelineView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.drawPixmap(0, 0, content_.of(*this, [this](QPainter& p) { paintContent(p); }));
    if (state_.clipDuration() > 0.0)
        paintTimeCursor(painter, scale().x(state_.time()), 0, waveArea().bottom() + 4);
}

void TimelineView::paintContent(QPainter& painter) const {
    const ViewColors colors = viewColors(palette());
    const QRectF area = waveArea();
    const double line = fontMetrics().height();
    painter.setPen(colors.text);
    painter.drawText(QRectF(kUnit, area.top(), kLeftGutter - 2 * kUnit, line), Qt::AlignLeft, tr("Whole clip"));
    if (state_.clipDuration() <= 0.0)
        return;
    painter.setPen(colors.quiet);
    painter.drawText(QRectF(kUnit, area.top() + line, kLeftGutter - 2 * kUnit, line), Qt::AlignLeft,
                     clockText(state_.clipDuration()));
    painter.drawText(QRectF(0, area.bottom() + 2, kLeftGutter - 2 * kUnit, line), Qt::AlignRight, tr("time (s)"));

    paintWave(painter);
    paintSegment(painter);
    const TimeTicks ticks = timeTicks(scale().range, scale().pixelsPerSecond(), 9.0 * kUnit);
    for (const double time : ticks.times) {
        const double x = scale().x(time);
        painter.setPen(colors.line);
        painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + 3));
        painter.setPen(colors.quiet);
        painter.drawText(QRectF(x - 50, area.bottom() + 2, 100, line), Qt::AlignHCenter, tickText(time, ticks.step));
    }
}

void TimelineView::paintWave(QPainter& painter) const {
    const ViewColors colors = viewColors(palette());
    const QRectF area = waveArea();
    const double middle = area.center().y();
    painter.fillRect(area, palette().color(QPalette::AlternateBase));
    painter.setPen(colors.line);
    painter.drawLine(QPointF(area.left(), middle), QPointF(area.right(), middle));
    const auto buckets = int(peaks_.size() / 2);
    if (buckets == 0)
        return;
    // Quiet clips fill the height too: the shape is what one navigates by.
    float loudest = 1e-4F;
    for (const float peak : peaks_)
        loudest = std::max(loudest, std::abs(peak));
    painter.setPen(colors.audio);
    const double half = area.height() / 2 - 1;
    for (int x = 0; x < int(area.width()); ++x) {
        const int first = int(std::int64_t(x) * buckets / int(area.width()));
        const int last = std::max(first + 1, int(std::int64_t(x + 1) * buckets / int(area.width())));
        float low = 0.0F;
        float high = 0.0F;
        for (int b = first; b < std::min(last, buckets); ++b) {
            low = std::min(low, peaks_[std::size_t(b) * 2]);
            high = std::max(high, peaks_[std::size_t(b) * 2 + 1]);
        }
        const double px = area.left() + x + 0.5;
        painter.drawLine(QPointF(px, middle - high / loudest * half), QPointF(px, middle - low / loudest * half));
    }
}

void TimelineView::paintSegment(QPainter& painter) const {
    if (segment_.duration <= 0.0)
        return;
    const ViewColors colors = viewColors(palette());
    const QRectF area = waveArea();
    const QRectF bar = segmentBar();
    // What the model does not see is veiled.
    QColor veil = palette().color(QPalette::Base);
    veil.setAlphaF(0.68F);
    painter.fillRect(QRectF(area.topLeft(), QPointF(bar.left(), area.bottom())), veil);
    painter.fillRect(QRectF(QPointF(bar.right(), area.top()), area.bottomRight()), veil);

    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.accent);
    painter.drawRoundedRect(bar, 3, 3);
    painter.fillRect(QRectF(bar.left(), bar.top(), 2, area.bottom() - bar.top()), colors.accent);
    painter.fillRect(QRectF(bar.right() - 2, bar.top(), 2, area.bottom() - bar.top()), colors.accent);
    // Grips: two short lines that say "drag me".
    painter.setBrush(Qt::white);
    for (const double x : {bar.left() + 4.0, bar.right() - 6.0})
        painter.drawRect(QRectF(x, bar.top() + 2.5, 1.5, bar.height() - 5));
    painter.setBrush(colors.video);
    for (const double time : frameTimes_) {
        const double x = scale().x(time);
        painter.drawPolygon(QPolygonF{{x - 3.5, area.bottom()}, {x + 3.5, area.bottom()}, {x, area.bottom() - 6}});
    }
    const Segment shown = state_.range();
    if (shown.start > segment_.start + 1e-6 || shown.end() < segment_.end() - 1e-6) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colors.text, 1, Qt::DashLine));
        painter.drawRect(QRectF(QPointF(scale().x(shown.start), area.top() + 0.5),
                                QPointF(scale().x(shown.end()), area.bottom() - 0.5)));
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
}

TimelineView::Grip TimelineView::gripAt(const QPointF& position) const {
    if (state_.clipDuration() <= 0.0)
        return Grip::None;
    const QRectF bar = segmentBar();
    if (segment_.duration > 0.0 && position.y() < waveArea().bottom()) {
        const double toStart = std::abs(position.x() - bar.left());
        const double toEnd = std::abs(position.x() - bar.right());
        if (std::min(toStart, toEnd) <= kGripReach)
            return toStart < toEnd ? Grip::Start : Grip::End;
    }
    if (bar.contains(position))
        return Grip::Move;
    const double left = kLeftGutter - kGripReach;
    return position.x() >= left && position.x() <= width() - kRightGutter + kGripReach ? Grip::Scrub : Grip::None;
}

Segment TimelineView::dragged(double time) const {
    const double duration = state_.clipDuration();
    const double longest = longest_ > 0.0 ? std::min(longest_, duration) : duration;
    const double shortest = std::min(kShortest, longest);
    const Segment& was = grippedSegment_;
    if (grip_ == Grip::Start) {
        const double start = std::clamp(time, std::max(0.0, was.end() - longest), was.end() - shortest);
        return {start, was.end() - start};
    }
    if (grip_ == Grip::End)
        return {was.start, std::clamp(time - was.start, shortest, std::min(longest, duration - was.start))};
    const double start = std::clamp(was.start + time - grippedTime_, 0.0, std::max(0.0, duration - was.duration));
    return {start, was.duration};
}

void TimelineView::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    grip_ = gripAt(event->position());
    grippedSegment_ = segment_;
    grippedTime_ = scale().time(event->position().x());
    if (grip_ == Grip::Scrub) {
        state_.setTime(grippedTime_);
        emit seekRequested(state_.time());
    }
}

void TimelineView::mouseMoveEvent(QMouseEvent* event) {
    const double time = scale().time(event->position().x());
    Hover hover;
    hover.time = std::clamp(time, 0.0, state_.clipDuration());
    state_.setHover(state_.clipDuration() > 0.0 ? std::optional(hover) : std::nullopt);
    if (grip_ == Grip::None) {
        const Grip grip = gripAt(event->position());
        const bool edge = grip == Grip::Start || grip == Grip::End;
        setCursor(edge ? Qt::SizeHorCursor : grip == Grip::Move ? Qt::OpenHandCursor : Qt::ArrowCursor);
    } else if (grip_ == Grip::Scrub) {
        state_.setTime(time);
        emit seekRequested(state_.time());
    } else if (const Segment next = dragged(time); next != segment_) {
        segment_ = next;
        invalidate();
        emit segmentDragged(segment_);
    }
}

void TimelineView::mouseReleaseEvent(QMouseEvent*) {
    const Grip grip = std::exchange(grip_, Grip::None);
    if (grip != Grip::None && grip != Grip::Scrub && segment_ != grippedSegment_)
        emit segmentEdited(segment_);
}

void TimelineView::leaveEvent(QEvent*) {
    state_.setHover(std::nullopt);
}

void TimelineView::resizeEvent(QResizeEvent* event) {
    invalidate();
    QWidget::resizeEvent(event);
}

void TimelineView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        invalidate();
    QWidget::changeEvent(event);
}

} // namespace tvlt
