#pragma once

#include "core/features/patch_layout.h"

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace tvlt {

// What anyone can paint into hidden patches without a model: what a model's error is held against. Patches are tokens ×
// values in PatchLayout's order, values in the order of the MAE heads (row, column, channel); `visible` has one flag a
// token, 1 = may be looked at. Each returns all patches: the visible ones as they are, the others painted.

enum class PixelFill {
    ClipMean,       ///< the mean of the clip's visible patches, value by value
    NearestInFrame, ///< the frame's visible patch with the nearest centre; of several the first. ClipMean in a frame
                    ///< without any
    NearestFrame,   ///< the same place in the nearest frame where it is visible; of two the earlier. NearestInFrame
                    ///< where no frame shows it
};
inline constexpr std::array kPixelFills{PixelFill::ClipMean, PixelFill::NearestInFrame, PixelFill::NearestFrame};

enum class AudioFill {
    Interpolation, ///< a line in time between the visible rows on both sides, each mel band for itself; the nearest row
                   ///< at the ends. The mean of all visible values in a band without any
    BandMean,      ///< the mean of the mel band's visible values; of all visible values in a band without any
};
inline constexpr std::array kAudioFills{AudioFill::Interpolation, AudioFill::BandMean};

/// "clip_mean", "nearest_in_frame", "nearest_frame"; "interpolation", "band_mean".
[[nodiscard]] std::string_view fillName(PixelFill fill);
[[nodiscard]] std::string_view fillName(AudioFill fill);

/// Where nothing at all is visible, everything is 0. Throws BadInput when sizes and layout disagree.
[[nodiscard]] std::vector<float> fillPixels(PixelFill fill, std::span<const float> patches, const PatchLayout& layout,
                                            std::span<const std::uint8_t> visible);
[[nodiscard]] std::vector<float> fillAudio(AudioFill fill, std::span<const float> patches, const PatchLayout& layout,
                                           std::span<const std::uint8_t> visible);

/// Squared errors of patches, added up over clips.
struct ErrorSum {
    double sum = 0.0; ///< of each patch's mean squared error
    std::int64_t patches = 0;

    ErrorSum& operator+=(const ErrorSum& other);
    /// Mean over the patches; NaN without any.
    [[nodiscard]] double mse() const { return sum / static_cast<double>(patches); }
};

/// Over the tokens that `scored` marks.
[[nodiscard]] ErrorSum patchErrors(std::span<const float> painted, std::span<const float> target,
                                   std::span<const std::uint8_t> scored);
/// Of one error a token.
[[nodiscard]] ErrorSum sumOfErrors(std::span<const float> errors, std::span<const std::uint8_t> scored);

} // namespace tvlt
