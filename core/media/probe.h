#pragma once

#include "core/base/job.h"
#include "core/media/clip_info.h"

#include <filesystem>
#include <vector>

namespace tvlt {

/// What to open.
struct ClipSource {
    std::vector<std::filesystem::path> paths; ///< one clip, or the images of a video in order
    std::filesystem::path audioPath;          ///< sound from another file; empty: the clip's own, if any
    double imageRate = 1.0;                   ///< frames a second of a list of images
};

/// Limits that a file cannot talk us out of. Exceeding one is an error that names it.
struct MediaLimits {
    std::int64_t pixels = 8192LL * 8192; ///< of one coded frame
    double audioSeconds = 24.0 * 3600;   ///< that may be decoded into memory in one call
    std::int64_t packets = 50'000'000;   ///< read in one call
    int streams = 64;
};

/// Reads a clip's header and streams, decodes nothing but what FFmpeg needs to know the streams.
/// Throws Exception: NotFound, BadInput (not a media file, zero bytes, neither picture nor sound), Unsupported.
/// Local files only. Any thread.
[[nodiscard]] ClipInfo probe(const ClipSource& source, const Job& job = {}, const MediaLimits& limits = {});

} // namespace tvlt
