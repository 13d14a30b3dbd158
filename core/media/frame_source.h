#pragma once

#include "core/base/image.h"
#include "core/base/job.h"
#include "core/media/ffmpeg.h"
#include "core/media/probe.h"

#include <cstdint>
#include <memory>
#include <optional>

namespace tvlt {

/// A frame that is decoded but not yet turned into a picture.
struct DecodedFrame {
    UniqueFrame frame;
    std::int64_t pts = 0;
};

/// Decoded frames of a clip, their PTS ascending. One thread at a time.
class FrameSource {
  public:
    virtual ~FrameSource() = default;

    /// The next frame; none at the end.
    [[nodiscard]] virtual std::optional<DecodedFrame> next(const Job& job) = 0;
    [[nodiscard]] virtual Image picture(const DecodedFrame& frame) = 0;
    /// The first frame comes next.
    virtual void restart(const Job& job) = 0;
    /// Whether a keyframe lies between what was read and `pts`, so that seek() saves work.
    [[nodiscard]] virtual bool seekSaves(std::int64_t pts) const = 0;
    /// Moves so that the frame on screen at `pts` comes soon; next() then yields what decoding from the start yields.
    /// False: the place is unknown now, restart().
    [[nodiscard]] virtual bool seek(std::int64_t pts, const Job& job) = 0;
    /// PTS of the last good frame before the first damage; none while there is none.
    [[nodiscard]] virtual std::optional<std::int64_t> damagedAfter() const = 0;
};

[[nodiscard]] std::unique_ptr<FrameSource> openFrames(const ClipInfo& clip, const MediaLimits& limits, const Job& job);

} // namespace tvlt
