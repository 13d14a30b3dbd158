#pragma once

#include "core/base/job.h"
#include "core/media/audio_source.h"
#include "core/media/clip_info.h"
#include "core/media/probe.h"
#include "core/media/resampler.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tvlt {

/// A clip's sound from a place on, piece after piece, each decoded once: mean of its channels, resampled so that sample
/// j stands at clip time j / sampleRate. Where pieces are cut makes no difference. One thread at a time.
class SoundReader {
  public:
    /// `first`: the first sample to read. Throws Exception.
    SoundReader(const ClipInfo& clip, std::int64_t first, int sampleRate, const MediaLimits& limits, const Job& job);

    /// The next `count` samples; fewer where the sound ends. Before its start and in gaps it is silent. Throws
    /// Exception.
    [[nodiscard]] std::vector<float> read(std::int64_t count, const Job& job);
    /// What went wrong so far, for people.
    [[nodiscard]] std::vector<std::string> warnings() const { return source_.warnings(); }

  private:
    void take(const Resampler::Output& output);

    AudioSource source_;
    Resampler resampler_;
    std::int64_t next_;                 ///< the sample that read() goes on with
    std::int64_t begin_;                ///< where input begins, at the stream's rate
    std::int64_t soundBegin_;           ///< the sample at which the stream begins
    std::vector<float> ahead_;          ///< from next_ on
    std::optional<SoundBlock> waiting_; ///< decoded, and not resampled yet
    bool ended_ = false;
};

} // namespace tvlt
