#pragma once

#include "core/base/image.h"
#include "core/base/job.h"
#include "core/media/clip_info.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <vector>

namespace tvlt {

enum class VideoCoding {
    H264,     ///< by libx264; MPEG-4 Part 2 where FFmpeg lacks it
    Lossless, ///< FFV1 in RGB: frames come back bit for bit (.mkv, .mov, .avi)
};

enum class AudioCoding {
    Aac,
    Pcm, ///< 32-bit float: samples come back bit for bit (.mkv, .mov, .wav)
};

/// What a clip is made of. Pictures are asked for one at a time, in order.
struct ClipContent {
    int frames = 0;                           ///< 0: no picture
    std::function<Image(int index)> frame;    ///< all of one size
    std::vector<std::vector<float>> channels; ///< equal lengths, in [-1, 1]; empty: no sound
    int sampleRate = 0;                       ///< Hz
};

struct ClipWriterOptions {
    VideoCoding video = VideoCoding::H264;
    AudioCoding audio = AudioCoding::Aac;
    int quality = 18;          ///< x264's CRF, 0 (best) to 51
    int keyframeInterval = 48; ///< frames
    int bFrames = 2;
    std::int64_t audioBitRate = 128'000;

    Rational frameRate{25, 1};     ///< frame i stands at i / frameRate, unless pts says otherwise
    Rational timeBase{0, 1};       ///< unit of pts, seconds
    std::vector<std::int64_t> pts; ///< one for each frame, ascending: a variable rate. Below 0: not shown (MP4)
    std::string title;             ///< the container's title tag; empty: none
    double audioStart = 0.0;       ///< seconds from the picture's zero to the first sample, at least 0
    Rational sampleAspectRatio{1, 1};
    int rotation = 0; ///< clockwise degrees for the player to turn by: 0, 90, 180 or 270
};

/// Writes a clip; the extension chooses the container. Equal content gives equal bytes with one version of FFmpeg.
/// Atomic: a failed or cancelled write leaves what was there. Throws Exception.
void writeClip(const std::filesystem::path& path, const ClipContent& content, const ClipWriterOptions& options = {},
               const Job& job = {});

} // namespace tvlt
