#pragma once

#include "core/base/image.h"
#include "core/media/clip_writer.h"
#include "core/media/frames.h"
#include "core/media/probe.h"

#include <filesystem>
#include <string>
#include <vector>

namespace tvlt {

/// A picture that carries `number` (0 to 255) as eight columns, black or white, readable after lossy coding.
[[nodiscard]] Image numberedImage(int number, int width = 64, int height = 48);
/// The number in a picture made by numberedImage(), whatever its size.
[[nodiscard]] int numberIn(const Image& image);
[[nodiscard]] std::vector<int> numbersIn(const std::vector<VideoFrame>& frames);

/// `frames` numbered pictures.
[[nodiscard]] ClipContent numberedContent(int frames, int width = 64, int height = 48);
/// Silence with one sample of 1 at second `click`.
[[nodiscard]] std::vector<float> clickAt(double click, double seconds, int rate);
/// Where the largest sample stands.
[[nodiscard]] std::size_t loudest(const std::vector<float>& samples);

[[nodiscard]] ClipInfo probeFile(const std::filesystem::path& path);
/// All frames, by VideoReader::next().
[[nodiscard]] std::vector<VideoFrame> allFrames(const ClipInfo& clip);
/// Runs the program ffmpeg with `arguments`; throws when it fails or is missing.
void ffmpeg(const std::string& arguments);
/// Quoted for a shell.
[[nodiscard]] std::string quoted(const std::filesystem::path& path);
/// The first part of `from`, `share` of its bytes, as `to`.
void cutFile(const std::filesystem::path& from, const std::filesystem::path& to, double share);

} // namespace tvlt
