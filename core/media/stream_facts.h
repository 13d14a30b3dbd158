#pragma once

#include "core/media/ffmpeg.h"
#include "core/media/media_file.h"

#include <optional>
#include <string>
#include <vector>

namespace tvlt {

/// The streams of a file that make its clip. Cover art is not a picture.
struct ChosenStreams {
    AVStream* video = nullptr;
    AVStream* audio = nullptr;
};

/// Chooses as FFmpeg's tools do. A stream that nothing here decodes is left out, with a warning.
[[nodiscard]] ChosenStreams chooseStreams(const MediaFile& file, std::vector<std::string>& warnings);

/// Seconds, on the container's own clock, of the stream's first presented instant.
[[nodiscard]] double streamStart(const AVStream& stream);
/// Seconds from the stream's start to its end as the header says, unless the data plainly cannot hold it. None when the
/// header says nothing or FFmpeg only guessed it from the bit rate.
[[nodiscard]] std::optional<double> streamDuration(const MediaFile& file, const AVStream& stream);
/// An upper bound of streamDuration() that file positions give; none when they give none.
[[nodiscard]] std::optional<double> durationBound(const MediaFile& file, const AVStream& stream);
/// Ends on the container's own clock, in seconds, found by reading all packets. 0 for a stream without any.
struct MeasuredEnds {
    double video = 0.0;
    double audio = 0.0;
};
[[nodiscard]] MeasuredEnds measureEnds(MediaFile& file, const ChosenStreams& streams, const Job& job);

/// Whether frames stand at uneven times: from the container's index where it is complete, else from its two rates.
[[nodiscard]] bool hasVariableRate(const AVStream& stream);

} // namespace tvlt
