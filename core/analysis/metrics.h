#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tvlt {

/// Error over one set of patches. Empty sets have no values.
struct ErrorStats {
    int patches = 0;
    std::optional<double> mse;  ///< model units, mean over patches of the patch mean (masked: the reference's MAE loss)
    std::optional<double> psnr; ///< dB, pictures scaled and clipped to [0, 1]; pixels only
    std::optional<double> maeDb; ///< mean absolute error in dB; sound only
};

/// One modality's reconstruction error, hidden and visible patches apart; padding is never counted.
struct ModalityMetrics {
    ErrorStats masked;
    ErrorStats visible;
};

/// Mean squared error per patch: `prediction` and `target` hold patches × values.
[[nodiscard]] std::vector<double> patchErrors(std::span<const float> prediction, std::span<const float> target,
                                              int valuesPerPatch);

} // namespace tvlt
