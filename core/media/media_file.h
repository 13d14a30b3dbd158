#pragma once

#include "core/base/job.h"
#include "core/media/ffmpeg.h"
#include "core/media/probe.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>

namespace tvlt {

/// An opened local media file, its streams known. No other file is opened, whatever the file says: playlists and
/// network formats are refused, and a demuxer's own requests for files fail. One thread at a time.
class MediaFile {
  public:
    /// Throws Exception: NotFound, BadInput, Unsupported, Cancelled. Says what, where and what to try.
    MediaFile(const std::filesystem::path& path, const MediaLimits& limits, const Job& job);

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] AVFormatContext& format() const { return *format_; }
    /// Throws when the file has no such stream (any more).
    [[nodiscard]] AVStream& stream(int index) const;
    [[nodiscard]] std::string formatName() const { return format_->iformat->name; }
    [[nodiscard]] std::int64_t size() const { return size_; } ///< bytes

    /// Only packets of stream `index` are read from now on.
    void select(int index);
    /// The next packet; false at the end of the data. Throws at the cap on packets and when the job is stopped.
    [[nodiscard]] bool read(AVPacket& packet, const Job& job);
    /// Whether reading ended by an error instead of the file's end.
    [[nodiscard]] bool brokeOff() const { return brokeOff_; }
    /// Moves to a keyframe at or before `pts` of stream `index`; false when the format cannot.
    [[nodiscard]] bool seek(int index, std::int64_t pts);

  private:
    std::filesystem::path path_;
    MediaLimits limits_;
    std::unique_ptr<std::stop_token> stop_; ///< looked at by FFmpeg while it blocks; its address must not change
    UniqueIo io_;                           ///< outlives format_, which reads through it
    UniqueInput format_;
    std::int64_t size_ = 0;
    std::int64_t packets_ = 0;
    bool brokeOff_ = false;
};

/// A still picture in a file of its own (PNG, JPEG, …).
[[nodiscard]] bool isStillImage(const MediaFile& file);

/// A decoder for `stream`, opened; `threads` at most. Throws Unsupported when this FFmpeg has none.
[[nodiscard]] UniqueCodecContext openDecoder(const AVStream& stream, int threads, const MediaLimits& limits,
                                             const std::string& where);

/// Throws when width × height exceeds the cap, which the message names.
void checkPixels(std::int64_t width, std::int64_t height, const MediaLimits& limits, const std::string& where);

} // namespace tvlt
