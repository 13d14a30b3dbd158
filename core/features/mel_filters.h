#pragma once

#include <cstddef>
#include <vector>

namespace tvlt {

/// A bank of triangular filters, each kept as the run of bins where it is not zero.
struct MelFilters {
    struct Band {
        int firstBin = 0;
        std::vector<double> weights; ///< of bins firstBin, firstBin + 1, …; empty: the band covers no bin
    };
    int bins = 0; ///< 1 + n_fft / 2
    std::vector<Band> bands;
    std::vector<double> centreHz; ///< per band

    /// Weighted sums of one power spectrum: power has `bins` values, mel one per band.
    void apply(const double* power, double* mel) const;
};

/// Slaney's mel scale: linear below 1 kHz, logarithmic above.
[[nodiscard]] double hzToMel(double hz);
[[nodiscard]] double melToHz(double mel);

/// transformers' mel_filter_bank(1 + nFft/2, count, 0, 22050, samplingRate, norm="slaney", mel_scale="slaney"):
/// triangles in Hz, evenly spaced in mel up to 22,050 Hz whatever the rate, each divided by half its width.
[[nodiscard]] MelFilters melFilterBank(int nFft, int count, int samplingRate);

} // namespace tvlt
