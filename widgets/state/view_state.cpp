#include "widgets/state/view_state.h"

#include <algorithm>
#include <utility>

namespace tvlt {
namespace {

constexpr double kShortestRange = 0.01; // seconds: a hop of the spectrogram fills the view

} // namespace

ViewState::ViewState(QObject* parent) : QObject(parent) {}

void ViewState::reset(double clipDuration) {
    clipDuration_ = std::max(clipDuration, 0.0);
    bounds_ = range_ = {0.0, std::max(clipDuration_, kShortestRange)};
    time_ = 0.0;
    token_.reset();
    emit boundsChanged();
    emit rangeChanged();
    emit tokenChanged();
    emit timeChanged(time_);
}

void ViewState::setTime(double seconds) {
    seconds = std::clamp(seconds, 0.0, clipDuration_);
    if (seconds == time_)
        return;
    time_ = seconds;
    emit timeChanged(time_);
}

void ViewState::setBounds(const Segment& bounds) {
    if (bounds == bounds_ || !(bounds.duration > 0.0))
        return;
    bounds_ = bounds;
    emit boundsChanged();
    fit();
}

void ViewState::setRange(const Segment& range) {
    const double shortest = std::min(kShortestRange, bounds_.duration);
    Segment next;
    next.duration = std::clamp(range.duration, shortest, bounds_.duration);
    // Rounding may put the bounds' end less the whole duration before their start.
    next.start = std::clamp(range.start, bounds_.start, std::max(bounds_.start, bounds_.end() - next.duration));
    if (next == range_)
        return;
    range_ = next;
    emit rangeChanged();
}

void ViewState::zoom(double factor, double anchor) {
    const double duration =
        std::clamp(range_.duration * factor, std::min(kShortestRange, bounds_.duration), bounds_.duration);
    const double share = (anchor - range_.start) / range_.duration;
    setRange({anchor - share * duration, duration});
}

void ViewState::pan(double seconds) {
    setRange({range_.start + seconds, range_.duration});
}

void ViewState::setToken(std::optional<TokenRef> token) {
    if (token == token_)
        return;
    token_ = token;
    emit tokenChanged();
}

void ViewState::setHover(std::optional<Hover> hover) {
    if (!hover && !hover_)
        return;
    hover_ = std::move(hover);
    emit hoverChanged();
}

void ViewState::setDisplay(const DisplayOptions& display) {
    if (display == display_)
        return;
    display_ = display;
    emit displayChanged();
}

void ViewState::setBrush(const Brush& brush) {
    if (brush == brush_)
        return;
    brush_ = brush;
    emit brushChanged();
}

} // namespace tvlt
