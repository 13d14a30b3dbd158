#pragma once

#include "core/base/job.h"

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

namespace tvlt {

struct Analysis;

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

/// Throws BadInput: the clip has no sound, or no reconstruction is there. Throws when cancelled.
[[nodiscard]] SegmentSound heardSound(const Analysis& analysis, HeardSound sound, const Job& job = {});
/// As WAV of 32-bit floats, atomically. Throws Exception.
void saveSound(const std::filesystem::path& path, const SegmentSound& sound, const Job& job = {});

} // namespace tvlt
