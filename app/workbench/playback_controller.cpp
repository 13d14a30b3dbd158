#include "app/workbench/playback_controller.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tvlt {
namespace {

constexpr int kTick = 16; // milliseconds: once per screen frame
constexpr double kFastest = 8.0;

} // namespace

PlaybackController::PlaybackController(QObject* parent) : QObject(parent) {
    timer_.setInterval(kTick);
    timer_.setTimerType(Qt::PreciseTimer);
    connect(&timer_, &QTimer::timeout, this, &PlaybackController::tick);
}

void PlaybackController::setClip(const ClipInfo& clip) {
    pause();
    clip_ = clip;
    position_ = 0.0;
}

void PlaybackController::seek(double seconds) {
    position_ = std::clamp(seconds, 0.0, clip_.duration);
    if (playing())
        startClock();
}

void PlaybackController::play(double rate) {
    if (rate == 0.0 || clip_.duration <= 0.0) {
        pause();
        return;
    }
    if (rate > 0.0 && position_ >= clip_.duration - 1e-3)
        position_ = 0.0;
    const bool changed = std::exchange(rate_, rate) != rate;
    startClock();
    timer_.start();
    if (changed)
        emit rateChanged(rate_);
}

void PlaybackController::pause() {
    timer_.stop();
    audio_.stop();
    if (std::exchange(rate_, 0.0) != 0.0)
        emit rateChanged(0.0);
}

void PlaybackController::toggle() {
    if (playing())
        pause();
    else
        play();
}

void PlaybackController::shuttle(int direction) {
    const bool same = rate_ * direction > 0.0;
    play(same ? direction * std::min(kFastest, std::abs(rate_) * 2.0) : direction);
}

void PlaybackController::startClock() {
    from_ = position_;
    clock_.start();
    if (rate_ == 1.0)
        audio_.start(clip_, position_);
    else
        audio_.stop();
}

void PlaybackController::tick() {
    audio_.poll();
    if (audio_.preparing()) {
        clock_.start();
        return;
    }
    const double heard = audio_.heardSeconds();
    const double elapsed = heard >= 0.0 ? heard : double(clock_.nsecsElapsed()) / 1e9;
    position_ = std::clamp(from_ + elapsed * rate_, 0.0, clip_.duration);
    emit positionChanged(position_);
    if ((rate_ > 0.0 && position_ >= clip_.duration) || (rate_ < 0.0 && position_ <= 0.0))
        pause();
}

} // namespace tvlt
