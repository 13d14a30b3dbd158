#include "core/media/frames.h"

#include "core/base/error.h"
#include "core/media/clock_text.h"
#include "core/media/frame_source.h"
#include "core/media/media_file.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace tvlt {

namespace {

constexpr double kLongWay = 0.2; // seconds of frames to decode that are felt

/// The last PTS that is due at clip time `time`. Times within a microsecond before a frame count as its own.
std::int64_t ptsDueAt(const VideoStream& video, double time) {
    if (std::isnan(time))
        throwBadInput("the time of a frame is not a number", "time");
    const double ticks = std::floor((time + 1e-6 - video.start) / video.timeBase.value());
    return av_sat_add64(video.startPts, static_cast<std::int64_t>(std::clamp(ticks, -9e15, 9e15)));
}

} // namespace

double ptsToTime(const ClipInfo& clip, std::int64_t pts) {
    if (!clip.video)
        throwNotFound("the clip has no picture", clip.path.string());
    const VideoStream& video = *clip.video;
    return video.start + static_cast<double>(av_sat_sub64(pts, video.startPts)) * video.timeBase.value();
}

struct VideoReader::Impl {
    ClipInfo clip;
    MediaLimits limits;
    std::unique_ptr<FrameSource> source;
    std::optional<DecodedFrame> shown; ///< what was returned last
    std::optional<DecodedFrame> ahead; ///< decoded, not yet due
    bool ended = false;
    bool fromStart = true;                ///< no seek since the first frame
    std::optional<std::int64_t> firstPts; ///< once the first frame is known

    void open(const Job& job) {
        if (!source)
            source = openFrames(clip, limits, job);
    }

    void forget() {
        shown.reset();
        ahead.reset();
        ended = false;
    }

    void restart(const Job& job) {
        forget();
        fromStart = true;
        source->restart(job);
    }

    void decodeAhead(const Job& job) {
        ahead = source->next(job);
        ended = !ahead;
        if (fromStart && !firstPts && ahead)
            firstPts = ahead->pts;
    }

    void moveTowards(std::int64_t pts, const Job& job) {
        const bool back = shown && pts < shown->pts;
        if (!back && ((ahead && ahead->pts > pts) || ended || !source->seekSaves(pts)))
            return;
        if (pts <= clip.video->startPts)
            return restart(job);
        forget();
        fromStart = false;
        if (!source->seek(pts, job))
            restart(job);
    }

    /// Whether `frame` lies so far before `pts` that somebody who waits should see it.
    [[nodiscard]] bool isFarBefore(const DecodedFrame& frame, std::int64_t pts) const {
        return static_cast<double>(av_sat_sub64(pts, frame.pts)) * clip.video->timeBase.value() > kLongWay;
    }

    /// Decodes on until the frame on screen at `pts` is `shown`; false: it was superseded before.
    bool advance(std::int64_t pts, const ScrubHooks& hooks, const Job& job) {
        bool previewed = !hooks.preview;
        for (;;) {
            if (hooks.superseded && hooks.superseded())
                return false;
            if (!ahead && !ended)
                decodeAhead(job);
            if (!previewed && !shown && ahead && isFarBefore(*ahead, pts))
                hooks.preview(render(*ahead));
            previewed = true;
            if (!shown && !fromStart && (!ahead || ahead->pts > pts)) {
                restart(job); // the seek led past the frame, or into damage
                continue;
            }
            if (!ahead || (shown && ahead->pts > pts))
                return true;
            shown = std::exchange(ahead, std::nullopt);
            if (shown->pts > pts)
                return true; // the first frame stands in for times before it
        }
    }

    VideoFrame render(const DecodedFrame& frame) {
        return {source->picture(frame), frame.pts, ptsToTime(clip, frame.pts)};
    }

    /// Makes `shown` the frame on screen at `time`, and returns it; null: superseded before.
    const DecodedFrame* show(double time, const ScrubHooks& hooks, const Job& job) {
        open(job);
        const std::int64_t pts = ptsDueAt(*clip.video, time);
        const bool firstStandsIn = shown && shown->pts == firstPts && pts < shown->pts;
        if (!firstStandsIn) {
            moveTowards(pts, job);
            if (!advance(pts, hooks, job))
                return nullptr;
        }
        if (!shown)
            throwBadInput("not one frame can be decoded: " + lastFfmpegLine(), clip.path.string(),
                          "Copy or download it again.");
        return &*shown;
    }
};

VideoReader::VideoReader(const ClipInfo& clip, const MediaLimits& limits) : impl_(std::make_unique<Impl>()) {
    if (!clip.video)
        throwNotFound("the clip has no picture", clip.path.string(), "Choose a clip with a picture.");
    impl_->clip = clip;
    impl_->limits = limits;
}

VideoReader::~VideoReader() = default;
VideoReader::VideoReader(VideoReader&&) noexcept = default;
VideoReader& VideoReader::operator=(VideoReader&&) noexcept = default;

VideoFrame VideoReader::frameAt(double time, const Job& job) {
    return impl_->render(*impl_->show(time, {}, job));
}

std::optional<VideoFrame> VideoReader::scrubTo(double time, const ScrubHooks& hooks, const Job& job) {
    const DecodedFrame* frame = impl_->show(time, hooks, job);
    return frame ? std::optional(impl_->render(*frame)) : std::nullopt;
}

std::optional<VideoFrame> VideoReader::next(const Job& job) {
    Impl& impl = *impl_;
    impl.open(job);
    if (!impl.ahead && !impl.ended)
        impl.decodeAhead(job);
    if (!impl.ahead)
        return std::nullopt;
    impl.shown = std::exchange(impl.ahead, std::nullopt);
    return impl.render(*impl.shown);
}

std::optional<double> VideoReader::damagedAfter() const {
    const auto pts = impl_->source ? impl_->source->damagedAfter() : std::nullopt;
    return pts ? std::optional(ptsToTime(impl_->clip, *pts)) : std::nullopt;
}

FramesRead readFrames(const ClipInfo& clip, std::span<const double> times, const Job& job, const MediaLimits& limits) {
    FramesRead read;
    read.frames.resize(times.size());
    std::vector<std::size_t> order(times.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return times[a] < times[b]; });

    VideoReader reader(clip, limits);
    std::optional<std::size_t> before;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const DecodedFrame& frame = *reader.impl_->show(times[order[i]], {}, job);
        // Times closer than frames share one picture, which is converted once.
        if (before && read.frames[*before].pts == frame.pts)
            read.frames[order[i]] = read.frames[*before];
        else
            read.frames[order[i]] = reader.impl_->render(frame);
        before = order[i];
        job.progress(static_cast<double>(i + 1) / static_cast<double>(order.size()), "decoding frames");
    }
    if (const auto damage = reader.damagedAfter())
        read.warnings.push_back("The picture is damaged or ends after " + clockText(*damage) +
                                ": frames that cannot be decoded are replaced by the last good one before them.");
    return read;
}

std::vector<std::int64_t> framePts(const ClipInfo& clip, const Job& job, const MediaLimits& limits) {
    if (!clip.video)
        throwNotFound("the clip has no picture", clip.path.string(), "Choose a clip with a picture.");
    const VideoStream& video = *clip.video;
    std::vector<std::int64_t> all;
    if (clip.container.ends_with("_pipe")) {
        all.resize(static_cast<std::size_t>(video.frameCount));
        std::iota(all.begin(), all.end(), std::int64_t{0});
        return all;
    }
    MediaFile file(clip.path, limits, job);
    file.select(video.index);
    const UniquePacket packet = makePacket();
    bool complete = true;
    while (complete && file.read(*packet, job)) {
        if (packet->stream_index != video.index || (packet->flags & AV_PKT_FLAG_DISCARD) != 0)
            continue;
        complete = packet->pts != AV_NOPTS_VALUE;
        all.push_back(packet->pts);
    }
    if (!complete) { // some old formats only tell when they are decoded
        all.clear();
        const auto source = openFrames(clip, limits, job);
        while (const auto frame = source->next(job))
            all.push_back(frame->pts);
        return all;
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

} // namespace tvlt
