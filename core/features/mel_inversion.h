#pragma once

#include "core/base/job.h"

#include <cstdint>
#include <span>
#include <vector>

namespace tvlt {

/// How the spectrogram was made, and how hard its phase is looked for.
struct MelInversion {
    int bands = 128;
    int nFft = 2048;
    int hopLength = 512; ///< at least 2
    int samplingRate = 44100;
    int iterations = 32; ///< of the phase
    std::uint64_t seed = 0;
};

/// A sound whose mel spectrogram is `db` as nearly as one can be: (columns, bands), decibels of mel power as
/// logMelSpectrogram() makes them; column i is centred on sample i * hopLength. columns * hopLength samples, not
/// clipped. What a mel spectrogram does not say is estimated: the power within bands by non-negative least squares
/// (multiplicative updates of Lee and Seung, 2001), the phase by the fast Griffin-Lim algorithm (Perraudin, Balazs and
/// Søndergaard, 2013) from random phases. Equal arguments give equal samples. Throws Exception when cancelled.
[[nodiscard]] std::vector<float> soundFromMel(std::span<const float> db, const MelInversion& how, const Job& job = {});

} // namespace tvlt
