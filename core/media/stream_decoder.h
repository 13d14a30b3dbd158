#pragma once

#include "core/base/job.h"
#include "core/media/ffmpeg.h"
#include "core/media/media_file.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

namespace tvlt {

/// Packets to frames of one stream of one file, in the decoder's order. One thread at a time.
class StreamDecoder {
  public:
    StreamDecoder(const std::filesystem::path& path, int streamIndex, const MediaLimits& limits, const Job& job);

    /// The next decoded frame; false at the end. Damaged packets are passed over, see takeDamage().
    [[nodiscard]] bool receive(AVFrame& frame, const Job& job);
    /// Whether something could not be read or decoded since the last call.
    [[nodiscard]] bool takeDamage();
    /// From the first packet again.
    void restart(const Job& job);
    /// Moves to a keyframe at or before `pts` and returns its PTS. None: there is no telling where the stream would go
    /// on; restart() then.
    [[nodiscard]] std::optional<std::int64_t> seek(std::int64_t pts, const Job& job);

    [[nodiscard]] const MediaFile& file() const { return *file_; }
    [[nodiscard]] AVStream& stream() const { return file_->stream(index_); }
    /// The latest PTS read so far, and the latest end (PTS + duration); none before the first packet.
    [[nodiscard]] std::optional<std::int64_t> latestPts() const { return latestPts_; }
    [[nodiscard]] std::optional<std::int64_t> latestEnd() const { return latestEnd_; }

  private:
    void open(const Job& job);
    bool readPacket(const Job& job);
    void feed(const Job& job);
    void forgetPosition();

    std::filesystem::path path_;
    int index_;
    MediaLimits limits_;
    std::unique_ptr<MediaFile> file_;
    UniqueCodecContext codec_;
    UniquePacket packet_;
    bool packetWaits_ = false; ///< packet_ was read by seek() and is not decoded yet
    bool draining_ = false;
    bool damaged_ = false;
    std::optional<std::int64_t> latestPts_;
    std::optional<std::int64_t> latestEnd_;
};

} // namespace tvlt
