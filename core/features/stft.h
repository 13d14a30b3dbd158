#pragma once

#include "core/base/job.h"

#include <cstddef>
#include <cstdint>
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

/// Writes signal[start] … signal[start + window.size() - 1], each times its window value, to `frame`; beyond the
/// signal's ends it goes on as `padding` says. A signal that is mirrored must hold two samples or more.
void cutFrame(std::span<const double> signal, std::int64_t start, EdgePadding padding, std::span<const double> window,
              double* frame);

/// A range of frames: [first, last).
struct FrameRange {
    int first = 0;
    int last = 0;
};

/// Calls `use` with the power spectrum |X|² (1 + nFft/2 values) of each frame of the range, in order. The signal must
/// hold two samples or more to be mirrored. Thread-safe; `job` is looked at once.
void powerSpectra(std::span<const double> signal, const StftSettings& settings, FrameRange range,
                  const std::function<void(int frame, const double* power)>& use, const Job& job = {});

} // namespace tvlt
