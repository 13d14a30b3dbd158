#pragma once

#include "core/features/pillow_resize.h"

#include <cstdint>
#include <vector>

namespace tvlt {

/// A square part of an RGB picture resized to side × side as torch's interpolate(mode="bicubic", antialias=False) does
/// it on float32: a = -0.75, half-pixel centres, edges clamped, 4 × 4 taps however strong the reduction; then clipped
/// to 0…255 and rounded half to even. Interleaved.
[[nodiscard]] std::vector<std::uint8_t> resizeLikeTorch(const PixelView& picture, const Window& part, int side);

} // namespace tvlt
