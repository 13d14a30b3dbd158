#pragma once

#include "core/media/clip_writer.h"
#include "core/media/ffmpeg.h"

#include <memory>

namespace tvlt {

/// One stream that is being encoded into a muxer. The muxer outlives it.
class StreamEncoder {
  public:
    virtual ~StreamEncoder() = default;
    /// Seconds at which the next frame begins; infinite when all are written.
    [[nodiscard]] virtual double nextTime() const = 0;
    /// Encodes the next frame, or flushes after the last one.
    virtual void step() = 0;
};

/// Both add a stream to `muxer`, whose header must not be written yet.
[[nodiscard]] std::unique_ptr<StreamEncoder> makeVideoEncoder(AVFormatContext& muxer, const ClipContent& content,
                                                              const ClipWriterOptions& options);
[[nodiscard]] std::unique_ptr<StreamEncoder> makeAudioEncoder(AVFormatContext& muxer, const ClipContent& content,
                                                              const ClipWriterOptions& options);

} // namespace tvlt
