#pragma once

#include "core/base/job.h"
#include "core/media/clip_info.h"

#include <cstdint>
#include <filesystem>
#include <string>

namespace tvlt {

/// How sounding shapes become a file.
struct DrawnClipOptions {
    double seconds = 4.0;
    int size = 128; ///< pixels, width and height; even for H.264
    Rational frameRate{25, 1};
    int sampleRate = 44100; ///< Hz
    bool lossless = false;  ///< FFV1 and PCM (.mkv) instead of H.264 and AAC (.mp4)
};

/// Draws the clip of `seed` and writes it, atomically. Throws Exception.
void writeDrawnClip(const std::filesystem::path& path, std::uint64_t seed, const DrawnClipOptions& options,
                    const Job& job = {});

/// The columns of a table of exact labels: file, seed, loudest shape, number of shapes, and for the loudest one its
/// mean pitch in Hz and its bounce times in seconds, separated by spaces.
[[nodiscard]] std::string drawnClipLabelHeader();
[[nodiscard]] std::string drawnClipLabels(const std::string& fileName, std::uint64_t seed, double seconds);

} // namespace tvlt
