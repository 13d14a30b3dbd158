#pragma once

#include "core/base/image.h"
#include "core/media/clip_info.h"

#include <filesystem>
#include <vector>

namespace tvlt {

/// A picture that differs with `number`: a bright square on a gradient.
[[nodiscard]] Image drawnFrame(int number, int width, int height);
/// As a binary PPM, which FFmpeg reads.
void writePpm(const std::filesystem::path& path, const Image& image);
/// Mono 16-bit WAV of a rising tone.
void writeTone(const std::filesystem::path& path, double seconds, int sampleRate);
/// The same, all samples 0.
void writeSilence(const std::filesystem::path& path, double seconds, int sampleRate);

/// `count` images a second apart, with a tone of the same length: a clip whose every value is known.
struct SmallClip {
    std::vector<std::filesystem::path> images;
    std::filesystem::path sound;
    ClipInfo info;
};
[[nodiscard]] SmallClip makeSmallClip(const std::filesystem::path& folder, int count = 4, double seconds = 4.0);

} // namespace tvlt
