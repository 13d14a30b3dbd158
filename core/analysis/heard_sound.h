#pragma once

#include "core/base/grid.h"
#include "core/base/job.h"
#include "core/features/mask.h"

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace tvlt {

struct Analysis;
struct ClipFeatures;

/// Which spectrogram is heard.
enum class HeardSound {
    Original,       ///< as it went into the model
    Masked,         ///< hidden patches silent
    Reconstruction, ///< the model's output for every patch
    Pasted,         ///< hidden patches from the model, visible ones from the clip
};

/// "original", "masked", "reconstruction", "pasted".
[[nodiscard]] std::string_view heardSoundName(HeardSound sound);
[[nodiscard]] std::optional<HeardSound> heardSoundFromName(std::string_view name);

/// Mono, from the segment's start on; its phase is estimated (core/features/mel_inversion.h).
struct SegmentSound {
    double start = 0.0; ///< clip time, seconds
    int sampleRate = 0;
    std::vector<float> samples; ///< scaled down where they would leave [-1, 1]
};

/// The spectrogram of `sound` in dB, real rows. Throws BadInput: the clip has no sound, or no reconstruction is there.
[[nodiscard]] Grid heardSpectrogram(const Analysis& analysis, HeardSound sound);
/// Throws as heardSpectrogram(), and when cancelled.
[[nodiscard]] SegmentSound heardSound(const Analysis& analysis, HeardSound sound, const Job& job = {});

} // namespace tvlt
