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
    std::optional<double> ssim; ///< structural similarity (ssim.h), mean over pixels and channels; pixels only
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

    /// `count` tokens from `first` on, as a comparison of their own.
    [[nodiscard]] PatchComparison part(int first, int count) const;
};

/// One frame's or one second's errors.
struct MomentMetrics {
    double start = 0.0;    ///< clip time, seconds
    double duration = 0.0; ///< until the next frame, or of the second that is covered
    ModalityMetrics metrics;
};

/// Mean squared error per patch: `prediction` and `target` hold patches × values.
[[nodiscard]] std::vector<double> patchErrors(std::span<const float> prediction, std::span<const float> target,
                                              int valuesPerPatch);
/// Structural similarity per patch, mean over its pixels and channels, of (F, C, H, W) frames in model units; levels as
/// psnr takes them. The window of a patch's outer pixels reaches into its neighbours.
[[nodiscard]] std::vector<double> patchSsim(std::span<const float> prediction, std::span<const float> target,
                                            const PatchLayout& layout, const PixelInput& scale);
/// mse, psnr and ssim. `scale` says how model units become 8-bit levels; a patch's values are in the order row, column,
/// channel. `ssim`: patchSsim() of the same patches; empty: none.
[[nodiscard]] ModalityMetrics pixelMetrics(const PatchComparison& patches, const PixelInput& scale,
                                           std::span<const double> ssim = {});
/// mse and maeDb. The mse takes a patch that is real in part as a whole, as the reference's loss does; maeDb counts its
/// first `realRows` rows alone. The first token must stand at a time step's lowest band.
[[nodiscard]] ModalityMetrics audioMetrics(const PatchComparison& patches, const PatchLayout& layout, int realRows);

/// pixelMetrics() of each frame, ascending.
[[nodiscard]] std::vector<MomentMetrics> metricsByFrame(const PatchComparison& patches, const PatchLayout& layout,
                                                        const PixelInput& scale, std::span<const double> ssim,
                                                        std::span<const double> frameTimes, double end);
/// audioMetrics() of each second from the segment's start on, ascending: a time step belongs to the second in which its
/// middle lies. `columnSeconds`: a spectrogram column's duration.
[[nodiscard]] std::vector<MomentMetrics> metricsBySecond(const PatchComparison& patches, const PatchLayout& layout,
                                                         int realRows, double start, double columnSeconds);

} // namespace tvlt
