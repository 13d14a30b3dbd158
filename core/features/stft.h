#pragma once

#include "core/base/job.h"

#include <functional>
#include <span>
#include <vector>

namespace tvlt {

/// How a signal goes on beyond its ends: mirrored without repeating the edge (transformers), or with zeros (the
/// authors' librosa).
enum class EdgePadding { Reflect, Zero };

/// Which precision spectra are kept in: transformers and librosa store them as complex64.
enum class SpectrumPrecision { Single, Double };

struct StftSettings {
    int nFft = 2048;
    int hopLength = 512;
    EdgePadding padding = EdgePadding::Reflect;
    SpectrumPrecision precision = SpectrumPrecision::Single;
};

/// Periodic Hann window: 0.5 - 0.5 cos(2πk/n).
[[nodiscard]] std::vector<double> hannWindow(int n);

/// Frames of a signal padded by nFft/2 on both sides: 1 + floor((samples + 2 (nFft/2) - nFft) / hop).
[[nodiscard]] int stftFrames(std::size_t samples, const StftSettings& settings);

/// Calls `use` with the power spectrum |X|² (1 + nFft/2 values) of each frame in order. The signal must hold two
/// samples or more to be mirrored, one or more otherwise. Thread-safe; `job` is looked at every few frames.
void powerSpectra(std::span<const double> signal, const StftSettings& settings,
                  const std::function<void(int frame, const double* power)>& use, const Job& job = {});

} // namespace tvlt
