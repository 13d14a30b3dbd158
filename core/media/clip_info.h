#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tvlt {

/// An exact fraction, as FFmpeg's AVRational. den > 0.
struct Rational {
    std::int64_t num = 0;
    std::int64_t den = 1;
    [[nodiscard]] double value() const { return static_cast<double>(num) / static_cast<double>(den); }
    bool operator==(const Rational&) const = default;
};

/// The picture of a clip. Times are clip time: seconds from the clip's first presented instant.
struct VideoStream {
    int index = 0;     ///< in its container
    std::string codec; ///< FFmpeg's name
    int width = 0;     ///< as shown: after rotation, with square pixels
    int height = 0;    ///< likewise
    int rotation = 0;  ///< clockwise degrees that a player turns the coded picture by: 0, 90, 180 or 270
    Rational sampleAspectRatio{1, 1};
    Rational timeBase{1, 1};   ///< unit of VideoFrame::pts
    std::int64_t startPts = 0; ///< PTS that stands at clip time `start`
    Rational frameRate;        ///< average, frames a second; 0/1 when unknown or for a still
    bool variableRate = false;
    std::int64_t frameCount = 0; ///< as the container says; 0 when it does not
    double start = 0.0;          ///< clip time of the first frame
    double duration = 0.0;       ///< seconds from the first frame's start to the last one's end
};

/// The sound of a clip.
struct AudioStream {
    int index = 0;
    std::string codec;
    int sampleRate = 0; ///< Hz
    int channels = 0;
    Rational timeBase{1, 1};
    std::int64_t startPts = 0; ///< PTS that stands at clip time `start`
    double start = 0.0;        ///< clip time of the first sample: the offset that keeps sound and picture in step
    double duration = 0.0;
};

/// What a clip is made of. A list of images and a lone image are videos too.
struct ClipInfo {
    std::filesystem::path path;                ///< the file that was opened; the first one of a list of images
    std::vector<std::filesystem::path> images; ///< all images when the clip is a list of them, else empty
    std::filesystem::path audioPath; ///< where the sound is: `path`, or a file of its own beside a silent clip
    std::string container;           ///< FFmpeg's format name
    std::string title;               ///< what the container says of itself; empty: nothing
    double duration = 0.0;           ///< seconds from the first presented instant, clip time 0, to the last
    std::optional<VideoStream> video;
    std::optional<AudioStream> audio;
    bool still = false;                ///< one frame only
    std::vector<std::string> warnings; ///< plain sentences a person should read ("The clip has no sound.")
};

} // namespace tvlt
