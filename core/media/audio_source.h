#pragma once

#include "core/base/job.h"
#include "core/media/probe.h"
#include "core/media/stream_decoder.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tvlt {

/// Consecutive samples as decoded. Positions count samples at the stream's rate from clip time 0.
struct SoundBlock {
    std::int64_t position = 0;
    int samples = 0;
    std::vector<std::vector<float>> channels; ///< `samples` each

    [[nodiscard]] std::int64_t end() const { return position + samples; }
    /// Mean of the channels, sample by sample.
    [[nodiscard]] std::vector<float> mono() const;
};

/// The sound of a clip at its own rate, decoded block by block, positions ascending without overlap. Where the stream
/// has a gap, so have the positions. One thread at a time.
class AudioSource {
  public:
    /// Throws NotFound when the clip has no sound.
    AudioSource(const ClipInfo& clip, const MediaLimits& limits, const Job& job);

    [[nodiscard]] int rate() const { return audio_.sampleRate; }
    [[nodiscard]] int channels() const { return audio_.channels; }
    /// Skips ahead to a little before `position`, where that gives the very samples that decoding from the start gives.
    void skipTo(std::int64_t position, const Job& job);
    /// The next block; none at the end.
    [[nodiscard]] std::optional<SoundBlock> next(const Job& job);
    /// What went wrong so far, for people.
    [[nodiscard]] std::vector<std::string> warnings() const;

  private:
    [[nodiscard]] std::int64_t positionOf(std::int64_t pts) const;
    [[nodiscard]] bool seeksExactly() const;
    int convert(const AVFrame& frame, SoundBlock& block);

    AudioStream audio_;
    MediaLimits limits_;
    StreamDecoder decoder_;
    UniqueFrame frame_;
    UniqueResampler converter_;
    struct Format {
        int sample = -1, rate = 0, channels = 0;
        bool operator==(const Format&) const = default;
    } format_;                             ///< what converter_ was made for
    std::optional<std::int64_t> expected_; ///< where the next block should begin
    bool sought_ = false;
    std::optional<std::int64_t> damagedAt_;
    bool endsEarly_ = false;
};

} // namespace tvlt
