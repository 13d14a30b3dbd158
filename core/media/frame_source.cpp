#include "core/media/frame_source.h"

#include "core/base/error.h"
#include "core/media/picture.h"
#include "core/media/stream_decoder.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace tvlt {

namespace {

namespace fs = std::filesystem;

PictureConverter converterFor(const VideoStream& video, const AVStream& stream) {
    const Orientation orientation = orientationOf(stream);
    return orientation.transpose ? PictureConverter(video.height, video.width, orientation)
                                 : PictureConverter(video.width, video.height, orientation);
}

/// Frames of a video file.
class FileFrames : public FrameSource {
  public:
    FileFrames(const ClipInfo& clip, const MediaLimits& limits, const Job& job)
        : video_(*clip.video), decoder_(clip.path, video_.index, limits, job), limits_(limits),
          converter_(converterFor(video_, decoder_.stream())) {}

    std::optional<DecodedFrame> next(const Job& job) override {
        UniqueFrame frame = makeFrame();
        while (!ended_ && decoder_.receive(*frame, job)) {
            noteDamage();
            const std::int64_t pts = frame->best_effort_timestamp != AV_NOPTS_VALUE
                                         ? frame->best_effort_timestamp
                                         : (last_ ? av_sat_add64(*last_, frameTicks()) : video_.startPts);
            // Leading frames of an open group refer to what lies before the keyframe that was sought; a frame that does
            // not advance is never on screen.
            if ((firstWanted_ && pts < *firstWanted_) || (last_ && pts <= *last_)) {
                av_frame_unref(frame.get());
                continue;
            }
            checkPixels(frame->width, frame->height, limits_, decoder_.file().path().string());
            last_ = pts;
            return DecodedFrame{std::move(frame), pts};
        }
        if (!std::exchange(ended_, true)) {
            noteDamage();
            if (endsEarly())
                damagedAfter_ = damagedAfter_.value_or(last_.value_or(video_.startPts));
        }
        return std::nullopt;
    }

    Image picture(const DecodedFrame& frame) override { return converter_.convert(*frame.frame); }

    void restart(const Job& job) override {
        forgetPosition();
        decoder_.restart(job);
    }

    bool seekSaves(std::int64_t pts) const override {
        const std::int64_t read = decoder_.latestPts().value_or(video_.startPts);
        AVStream& stream = decoder_.stream();
        const AVIndexEntry* key = avformat_index_get_entry_from_timestamp(&stream, pts, AVSEEK_FLAG_BACKWARD);
        if (key && key->timestamp > read)
            return true;
        // An index that is only learned while reading says nothing about what lies ahead.
        const int entries = avformat_index_get_entries_count(&stream);
        const bool covered = entries > 0 && avformat_index_get_entry(&stream, entries - 1)->timestamp > pts;
        return !covered && static_cast<double>(av_sat_sub64(pts, read)) * video_.timeBase.value() > 10.0;
    }

    bool seek(std::int64_t pts, const Job& job) override {
        forgetPosition();
        firstWanted_ = decoder_.seek(pts, job);
        return firstWanted_.has_value();
    }

    std::optional<std::int64_t> damagedAfter() const override { return damagedAfter_; }

  private:
    std::int64_t frameTicks() const {
        const double rate = video_.frameRate.value();
        return std::max<std::int64_t>(1, rate > 0 ? std::llround(1.0 / rate / video_.timeBase.value()) : 1);
    }

    void noteDamage() {
        if (decoder_.takeDamage() && !damagedAfter_)
            damagedAfter_ = last_.value_or(video_.startPts);
    }

    /// Whether the data end well before what the header promises.
    bool endsEarly() const {
        const std::int64_t end = std::max(decoder_.latestEnd().value_or(video_.startPts),
                                          av_sat_add64(last_.value_or(video_.startPts), frameTicks()));
        const double reached = static_cast<double>(av_sat_sub64(end, video_.startPts)) * video_.timeBase.value();
        const double frame = static_cast<double>(frameTicks()) * video_.timeBase.value();
        return video_.duration - reached > std::max(0.5, 2.0 * frame);
    }

    void forgetPosition() {
        last_.reset();
        firstWanted_.reset();
        ended_ = false;
    }

    VideoStream video_;
    StreamDecoder decoder_;
    MediaLimits limits_;
    PictureConverter converter_;
    std::optional<std::int64_t> last_;        ///< PTS of the frame yielded last
    std::optional<std::int64_t> firstWanted_; ///< PTS of the keyframe that was sought
    std::optional<std::int64_t> damagedAfter_;
    bool ended_ = false;
};

/// One still image, or a list of them: frame i is image i and has PTS i.
class ImageFrames : public FrameSource {
  public:
    ImageFrames(const ClipInfo& clip, const MediaLimits& limits)
        : video_(*clip.video), images_(clip.images.empty() ? std::vector{clip.path} : clip.images), limits_(limits) {}

    std::optional<DecodedFrame> next(const Job& job) override {
        if (position_ >= images_.size())
            return std::nullopt;
        const fs::path& path = images_[position_];
        // A picture is coded on its own, so the stream's number is not that of the first image's file only.
        StreamDecoder decoder(path, 0, limits_, job);
        UniqueFrame frame = makeFrame();
        if (!isStillImage(decoder.file()) || !decoder.receive(*frame, job))
            throwBadInput("no picture can be decoded: " + lastFfmpegLine(), path.string(), "Copy it again.");
        checkPixels(frame->width, frame->height, limits_, path.string());
        if (converter_)
            checkSize(*frame, path);
        converter_.emplace(converterFor(video_, decoder.stream()));
        codedWidth_ = frame->width;
        codedHeight_ = frame->height;
        return DecodedFrame{std::move(frame), static_cast<std::int64_t>(position_++)};
    }

    Image picture(const DecodedFrame& frame) override { return converter_->convert(*frame.frame); }
    void restart(const Job&) override { position_ = 0; }
    bool seekSaves(std::int64_t pts) const override { return pts > static_cast<std::int64_t>(position_); }
    bool seek(std::int64_t pts, const Job&) override {
        position_ =
            static_cast<std::size_t>(std::clamp<std::int64_t>(pts, 0, static_cast<std::int64_t>(images_.size()) - 1));
        return true;
    }
    std::optional<std::int64_t> damagedAfter() const override { return std::nullopt; }

  private:
    void checkSize(const AVFrame& frame, const fs::path& path) const {
        if (frame.width == codedWidth_ && frame.height == codedHeight_)
            return;
        throwBadInput("is " + std::to_string(frame.width) + " × " + std::to_string(frame.height) +
                          " pixels, the images before it are " + std::to_string(codedWidth_) + " × " +
                          std::to_string(codedHeight_),
                      path.string(), "All images of one video need one size: scale them first.");
    }

    VideoStream video_;
    std::vector<fs::path> images_;
    MediaLimits limits_;
    std::optional<PictureConverter> converter_;
    int codedWidth_ = 0;
    int codedHeight_ = 0;
    std::size_t position_ = 0;
};

} // namespace

std::unique_ptr<FrameSource> openFrames(const ClipInfo& clip, const MediaLimits& limits, const Job& job) {
    if (!clip.video)
        throwNotFound("the clip has no picture", clip.path.string(), "Choose a clip with a picture.");
    if (clip.container.ends_with("_pipe"))
        return std::make_unique<ImageFrames>(clip, limits);
    return std::make_unique<FileFrames>(clip, limits, job);
}

} // namespace tvlt
