#include "app/workbench/playback_controller.h"

#include "app/workbench/segment_sound_feed.h"
#include "app/workbench/sound_feed.h"

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
    sound_.reset();
    segment_ = {};
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
    const Segment range = bounds();
    if (loop_ && (position_ < range.start || position_ >= range.end()))
        position_ = rate > 0.0 ? range.start : range.end();
    if (rate > 0.0 && position_ >= range.end() - 1e-3)
        position_ = range.start;
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
    if (rate_ != 1.0 || (!sound_ && !clip_.audio)) {
        audio_.stop();
        return;
    }
    audio_.start([this](int sampleRate) -> std::unique_ptr<SoundSource> {
        if (sound_)
            return std::make_unique<SegmentSoundFeed>(sound_, position_, sampleRate);
        return std::make_unique<SoundFeed>(clip_, position_, sampleRate);
    });
}

void PlaybackController::setSound(std::shared_ptr<const SegmentSound> sound) {
    sound_ = std::move(sound);
    if (playing())
        startClock();
}

Segment PlaybackController::bounds() const {
    const bool part = loop_ && segment_.duration > 0.0;
    return part ? segment_ : Segment{0.0, clip_.duration};
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
    const Segment range = bounds();
    const bool ended = rate_ > 0.0 ? position_ >= range.end() : position_ <= range.start;
    if (!ended)
        return;
    if (!loop_) {
        pause();
        return;
    }
    position_ = rate_ > 0.0 ? range.start : range.end();
    startClock();
}

} // namespace tvlt
