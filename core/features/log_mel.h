#pragma once

#include "core/base/job.h"
#include "core/features/mel_filters.h"
#include "core/features/stft.h"

#include <span>
#include <vector>

namespace tvlt {

/// A mel spectrogram in decibels, time-major.
struct LogMel {
    int frames = 0;
    int bands = 0;
    std::vector<float> db; ///< (frames, bands)
};

/// 10 log10(max(mel power, 1e-10)), with a floor 80 dB below the maximum of the whole signal. All frames, the last one
/// too. The work is spread over the cores.
[[nodiscard]] LogMel logMelSpectrogram(std::span<const double> signal, const StftSettings& settings,
                                       const MelFilters& filters, const Job& job = {});

/// Decibels as the model takes them: (dB - 20) / 40 clipped to [-2, 0], plus 1.
[[nodiscard]] float modelValue(float db);

} // namespace tvlt
