#pragma once

#include <span>
#include <vector>

namespace tvlt {

/// Structural similarity at every pixel of two grey pictures with levels in [0, 1], row-major, width × height: Wang et
/// al., "Image quality assessment: from error visibility to structural similarity" (2004), equation 13, with their
/// Gaussian window (11 × 11, σ 1.5), K1 = 0.01 and K2 = 0.03. Beyond an edge the picture is mirrored, edge pixel
/// included (as scikit-image's structural_similarity with gaussian_weights and without sample covariance). 1 where both
/// are equal.
[[nodiscard]] std::vector<float> ssimMap(std::span<const float> a, std::span<const float> b, int width, int height);

} // namespace tvlt
