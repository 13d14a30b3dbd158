#pragma once

#include "core/base/job.h"
#include "core/media/clip_info.h"

#include <cstdint>
#include <filesystem>
#include <vector>

namespace tvlt {

/// What to open.
struct ClipSource {
    std::vector<std::filesystem::path> paths; ///< one clip, or the images of a video in order
    std::filesystem::path audioPath;          ///< sound from another file; empty: the clip's own, if any
    double imageRate = 1.0;                   ///< frames a second of a list of images; a lone one lasts 1 / imageRate
};

/// Limits that a file cannot talk us out of. Exceeding one is an error that names it.
struct MediaLimits {
    std::int64_t pixels = 8192LL * 8192; ///< of one frame, as coded and as shown
    double audioSeconds = 2.0 * 3600;    ///< that may be decoded into memory in one call
    std::int64_t samples = 1LL << 29;    ///< of all channels together, likewise (2 GiB)
    std::int64_t packets = 50'000'000;   ///< read in one call
    double clipSeconds = 1000.0 * 3600;  ///< that a clip may claim to last
    int sampleRate = 1'536'000;          ///< Hz: twice the highest that recorders have
    int channels = 64;                   ///< of sound: libswresample's
    int streams = 64;
};

/// Reads a clip's header and streams, decodes nothing but what FFmpeg needs to know the streams. Clip time 0 is the
/// first presented instant of the chosen picture and sound; a separate sound file starts at 0 too. A duration that the
/// data plainly cannot hold is corrected, with a warning; one that the header lacks is measured by reading the packets.
/// Throws Exception: NotFound, BadInput (not a media file, zero bytes, neither picture nor sound), Unsupported.
/// Local files only. Any thread.
[[nodiscard]] ClipInfo probe(const ClipSource& source, const Job& job = {}, const MediaLimits& limits = {});

} // namespace tvlt
