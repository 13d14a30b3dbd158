#include "app/workbench/clip_controller.h"

#include "core/media/frames.h"
#include "core/media/sound.h"

#include <algorithm>

namespace tvlt {
namespace {

constexpr int kPeakBuckets = 4096; // more than a screen is wide

} // namespace

ClipController::ClipController(QObject* parent) : QObject(parent) {
    for (Background* work : {&probe_, &peaks_})
        connect(work, &Background::progressed, this, &ClipController::progressed);
    connect(&probe_, &Background::idle, this, &ClipController::idle);
    connect(&peaks_, &Background::idle, this, &ClipController::idle);
}

void ClipController::open(const ClipSource& source) {
    peaks_.cancel();
    frames_.cancel();
    emit progressed(0.0, tr("opening the clip"));
    probe_.start([source](const Job& job) { return probe(source, job); },
                 [this, source](Result<ClipInfo> result) {
                     if (!result) {
                         emit failed(result.error());
                         return;
                     }
                     source_ = source;
                     clip_ = std::move(result).value();
                     frameTimes_.clear();
                     emit opened();
                     readMore();
                 });
}

void ClipController::readMore() {
    const ClipInfo clip = *clip_;
    if (clip.audio)
        peaks_.start([clip](const Job& job) { return waveformPeaks(clip, kPeakBuckets, job); },
                     [this](Result<std::vector<float>> peaks) {
                         if (peaks)
                             emit peaksReady(*peaks);
                         else
                             emit failed(peaks.error());
                     });
    if (clip.video)
        frames_.start(
            [clip](const Job& job) {
                std::vector<double> times;
                for (const std::int64_t pts : framePts(clip, job))
                    times.push_back(ptsToTime(clip, pts));
                return times;
            },
            [this](Result<std::vector<double>> times) {
                // Without them stepping goes by the frame rate: no news for a message.
                if (times)
                    frameTimes_ = std::move(times).value();
            });
}

void ClipController::cancel() {
    probe_.cancel();
    peaks_.cancel();
}

double ClipController::stepFrom(double time, int steps) const {
    constexpr double slack = 1e-6; // times are quotients of integers
    if (frameTimes_.empty()) {
        const double rate = clip_ && clip_->video ? clip_->video->frameRate.value() : 0.0;
        return time + steps / (rate > 0.0 ? rate : 25.0);
    }
    const auto after = std::upper_bound(frameTimes_.begin(), frameTimes_.end(), time + slack);
    const auto shown = std::max<std::ptrdiff_t>(0, after - frameTimes_.begin() - 1);
    const auto wanted = std::clamp<std::ptrdiff_t>(shown + steps, 0, std::ptrdiff_t(frameTimes_.size()) - 1);
    return frameTimes_[std::size_t(wanted)];
}

} // namespace tvlt
