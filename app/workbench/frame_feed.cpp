#include "app/workbench/frame_feed.h"

#include "core/base/result.h"
#include "core/media/frames.h"
#include "widgets/figure/image_convert.h"

namespace tvlt {

FrameFeed::FrameFeed(QObject* parent) : QObject(parent), thread_([this](const std::stop_token& stop) { run(stop); }) {}

FrameFeed::~FrameFeed() {
    thread_.request_stop();
    thread_.join();
}

void FrameFeed::setClip(const ClipInfo& clip) {
    const std::scoped_lock lock(mutex_);
    clip_ = clip;
    ++clipNumber_;
    time_.reset();
}

void FrameFeed::request(double time) {
    {
        const std::scoped_lock lock(mutex_);
        if (!clip_.video)
            return;
        time_ = time;
    }
    changed_.notify_one();
}

void FrameFeed::run(const std::stop_token& stop) {
    const Job job{stop, {}};
    std::optional<VideoReader> reader;
    quint64 opened = 0;
    quint64 broken = 0;     // a clip that has failed is not asked again
    std::int64_t shown = 0; // meaningful when hasShown
    bool hasShown = false;
    while (!stop.stop_requested()) {
        ClipInfo clip;
        quint64 number = 0;
        double time = 0.0;
        {
            std::unique_lock lock(mutex_);
            if (!changed_.wait(lock, stop, [this] { return time_.has_value(); }))
                return;
            time = *std::exchange(time_, std::nullopt);
            number = clipNumber_;
            if (number != opened)
                clip = clip_;
        }
        if (number == broken)
            continue;
        const ScrubHooks hooks{[&](const VideoFrame& keyframe) {
                                   hasShown = false; // the exact one is another picture, even where it was shown before
                                   post(number, toQImage(keyframe.image), keyframe.time);
                               },
                               [this] {
                                   const std::scoped_lock lock(mutex_);
                                   return time_.has_value();
                               }};
        auto frame = guard([&] {
            if (number != opened) {
                reader.emplace(clip);
                opened = number;
                hasShown = false;
            }
            return reader->scrubTo(time, hooks, job);
        });
        if (!frame) {
            broken = number;
            fail(number, frame.error());
        } else if (*frame && !(hasShown && shown == (*frame)->pts)) {
            shown = (*frame)->pts;
            hasShown = true;
            post(number, toQImage((*frame)->image), (*frame)->time);
        }
    }
}

void FrameFeed::post(quint64 number, QImage image, double time) {
    QMetaObject::invokeMethod(
        this,
        [this, number, image = std::move(image), time] {
            if (number == clipNumber_) // written by this thread alone
                emit frameReady(image, time);
        },
        Qt::QueuedConnection);
}

void FrameFeed::fail(quint64 number, const Error& error) {
    if (error.kind == Error::Kind::Cancelled)
        return;
    QMetaObject::invokeMethod(
        this,
        [this, number, error] {
            if (number == clipNumber_)
                emit failed(error);
        },
        Qt::QueuedConnection);
}

} // namespace tvlt
