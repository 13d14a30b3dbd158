#pragma once

#include "core/base/image.h"
#include "core/base/job.h"
#include "core/media/clip_info.h"
#include "core/media/probe.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace tvlt {

/// One decoded frame as a player shows it: rotated, square pixels, 8-bit RGB.
struct VideoFrame {
    Image image;
    std::int64_t pts = 0; ///< in the stream's time base: the frame's identity
    double time = 0.0;    ///< clip time at which it appears, seconds
};

/// Frames read, and how far decoding got when the file ended early.
struct FramesRead {
    std::vector<VideoFrame> frames;    ///< one for each asked time, in the asked order
    std::vector<std::string> warnings; ///< "damaged after 0:12.4; the last good frame is shown from there on"
};

/// How a reader is followed on a long way, on the calling thread. Both may be empty.
struct ScrubHooks {
    /// Called once where the way is long: with the keyframe that decoding begins at, seconds before what is asked for.
    std::function<void(const VideoFrame&)> preview;
    /// Asked before each frame is decoded: whether nobody wants this one any more.
    std::function<bool()> superseded;
};

/// Decodes one video stream. Not thread-safe; one object per thread.
class VideoReader {
  public:
    explicit VideoReader(const ClipInfo& clip, const MediaLimits& limits = {});
    ~VideoReader();
    VideoReader(VideoReader&&) noexcept;
    VideoReader& operator=(VideoReader&&) noexcept;

    /// The frame on screen at clip time `time`: the last one with frame.time <= time + 1 µs (a time computed in
    /// floating point is still the frame's own); the first one before that. Seeks to the keyframe before it when that
    /// is shorter than decoding on. Throws Exception when nothing decodes.
    [[nodiscard]] VideoFrame frameAt(double time, const Job& job = {});
    /// The same for a hand that drags along the clip; none: it was superseded, and the reader is ready for another
    /// time.
    [[nodiscard]] std::optional<VideoFrame> scrubTo(double time, const ScrubHooks& hooks, const Job& job = {});
    /// The next frame in presentation order; none at the end.
    [[nodiscard]] std::optional<VideoFrame> next(const Job& job = {});
    /// Clip time up to which the stream decoded when it proved damaged; none while it is sound.
    [[nodiscard]] std::optional<double> damagedAfter() const;

  private:
    friend FramesRead readFrames(const ClipInfo&, std::span<const double>, const Job&, const MediaLimits&);
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// The frames shown at `times` (clip time, seconds, any order). Each frame is decoded once. Job is looked at per
/// packet.
[[nodiscard]] FramesRead readFrames(const ClipInfo& clip, std::span<const double> times, const Job& job = {},
                                    const MediaLimits& limits = {});

/// The PTS of all frames a player shows, ascending, read from packets without decoding (edit lists obeyed).
[[nodiscard]] std::vector<std::int64_t> framePts(const ClipInfo& clip, const Job& job = {},
                                                 const MediaLimits& limits = {});

/// Clip time of a PTS of the clip's video stream.
[[nodiscard]] double ptsToTime(const ClipInfo& clip, std::int64_t pts);

} // namespace tvlt
