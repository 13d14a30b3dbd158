#pragma once

#include "core/features/nd_array.h"

#include <vector>

namespace tvlt {

/// `count` frames of noise, (height, width, 3) in 8 bits, each another; the same in every run.
[[nodiscard]] std::vector<NdArray> noiseFrames(int count, int height, int width);
/// Quiet noise, mono, in [-0.1, 0.1]; the same in every run.
[[nodiscard]] std::vector<float> noiseSound(double seconds, int sampleRate);

} // namespace tvlt
