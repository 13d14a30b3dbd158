#pragma once

#include "core/base/job.h"
#include "core/base/timeline.h"
#include "core/media/clip_info.h"
#include "core/media/probe.h"

#include <string>
#include <vector>

namespace tvlt {

/// Mono sound.
struct Sound {
    int sampleRate = 0;
    std::vector<float> samples;        ///< nominally in [-1, 1]
    std::vector<std::string> warnings; ///< damage met while decoding
};

/// Sound as stored, channel by channel.
struct ChannelSound {
    int sampleRate = 0;
    std::vector<std::vector<float>> channels; ///< equal lengths
    std::vector<std::string> warnings;
};

/// The clip's sound in `segment` (clip time): mean of its channels, resampled to `sampleRate` by libswresample. The
/// result has exactly round(duration * sampleRate) samples unless the sound ends earlier; where the stream starts after
/// the segment does, silence stands in front, so sample i is heard at segment.start + i / sampleRate, to half a sample:
/// output stands on the lattice j / sampleRate of clip time, so that a segment is a slice of the whole. Throws
/// Exception.
[[nodiscard]] Sound readSound(const ClipInfo& clip, const Segment& segment, int sampleRate, const Job& job = {},
                              const MediaLimits& limits = {});

/// The same, unmixed and at the stored rate.
[[nodiscard]] ChannelSound readChannels(const ClipInfo& clip, const Segment& segment, const Job& job = {},
                                        const MediaLimits& limits = {});

/// Lowest and highest sample per bucket over the whole clip, for drawing a waveform. 2 * buckets values: min, max, min,
/// max…
[[nodiscard]] std::vector<float> waveformPeaks(const ClipInfo& clip, int buckets, const Job& job = {});

} // namespace tvlt
