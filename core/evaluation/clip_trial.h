#pragma once

#include "core/features/mask.h"

#include <cstdint>

namespace tvlt {

/// What is asked of one clip.
struct ClipTrial {
    Mask mask;          ///< at the ratios
    Mask hiddenFrames;  ///< every patch of half of the frames (rounded down) hidden, all else and the sound visible
    double shift = 0.0; ///< seconds, uniform in ±[0.5, 1.5)
};

/// Of clip `index`, by the settings' seed: any clip's can be had without the ones before. Throws BadInput as
/// makeMask() does.
[[nodiscard]] ClipTrial clipTrial(const PatchLayout& layout, const MaskSettings& settings, std::int64_t index);
/// The shift alone.
[[nodiscard]] double clipShift(std::uint64_t seed, std::int64_t index);

} // namespace tvlt
