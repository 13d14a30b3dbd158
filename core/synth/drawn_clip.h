#pragma once

#include "core/base/job.h"
#include "core/media/clip_info.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace tvlt {

/// How sounding shapes become a file.
struct DrawnClipOptions {
    double seconds = 4.0;
    int size = 128; ///< pixels, width and height; even unless lossless
    Rational frameRate{25, 1};
    int sampleRate = 44100; ///< Hz
    bool lossless = false;  ///< FFV1 and PCM (.mkv) instead of H.264 and AAC (.mp4)
};

/// Draws the clip of `seed` and writes it, atomically, with a title that isDrawnClip() knows. Throws Exception.
void writeDrawnClip(const std::filesystem::path& path, std::uint64_t seed, const DrawnClipOptions& options,
                    const Job& job = {});

/// Whether writeDrawnClip() made it, by its title.
[[nodiscard]] bool isDrawnClip(const ClipInfo& clip);

/// Clips of the seeds from `seed` on, in one folder.
struct DrawnClips {
    std::filesystem::path folder; ///< made when missing
    std::string name = "shapes";  ///< NAME.mp4 for one clip, NAME-0000.mp4 … for more
    int count = 1;
    std::uint64_t seed = 1;
    std::filesystem::path labels; ///< a CSV file of exact labels; empty: none
    DrawnClipOptions clip;
    bool overwrite = true; ///< else files that are there already are refused before anything is drawn
};

/// Draws and writes them one after the other. The labels are, in columns: file (relative to the folder of the labels),
/// seed, loudest (the shape), shapes (how many), and for the loudest one mean_pitch_hz and bounces_s, the times
/// separated by spaces. When the work is stopped or fails, the clips that are done stay, and the labels list just them.
/// Returns the clips' files. Throws Exception.
std::vector<std::filesystem::path> writeDrawnClips(const DrawnClips& clips, const Job& job = {});

} // namespace tvlt
