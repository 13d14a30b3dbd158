#pragma once

#include "core/features/inputs.h"
#include "core/features/patch_layout.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace tvlt {

/// Error over one set of patches. Empty sets have no values.
struct ErrorStats {
    int patches = 0;
    std::optional<double> mse;  ///< model units, mean over patches of the patch mean (masked: the reference's MAE loss)
    std::optional<double> psnr; ///< dB, pictures scaled and clipped to [0, 1]; pixels only; none when there is no error
    std::optional<double> maeDb; ///< mean absolute error in dB; sound only
};

/// One modality's reconstruction error, hidden and visible patches apart; padding is never counted.
struct ModalityMetrics {
    ErrorStats masked;
    ErrorStats visible;
};

/// Prediction and target of one modality by patches, and which of them count.
struct PatchComparison {
    std::span<const float> prediction; ///< tokens × valuesPerPatch, model units
    std::span<const float> target;     ///< likewise
    int valuesPerPatch = 0;
    std::span<const std::uint8_t> hidden;  ///< per token: 1 = hidden from the encoder
    std::span<const std::uint8_t> ignored; ///< per token: 1 = padding, in neither set; empty: none is
};

/// Mean squared error per patch: `prediction` and `target` hold patches × values.
[[nodiscard]] std::vector<double> patchErrors(std::span<const float> prediction, std::span<const float> target,
                                              int valuesPerPatch);
/// mse and psnr. `scale` says how model units become 8-bit levels; a patch's values are in the order row, column,
/// channel.
[[nodiscard]] ModalityMetrics pixelMetrics(const PatchComparison& patches, const PixelInput& scale);
/// mse and maeDb. The mse takes a patch that is real in part as a whole, as the reference's loss does; maeDb counts its
/// first `realRows` rows alone.
[[nodiscard]] ModalityMetrics audioMetrics(const PatchComparison& patches, const PatchLayout& layout, int realRows);

} // namespace tvlt
