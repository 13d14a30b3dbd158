#pragma once

#include "core/features/preprocessor_config.h"

#include <cstdint>
#include <vector>

namespace tvlt {

/// 8-bit pixels, interleaved: height × width × channels.
struct Pixels {
    int height = 0;
    int width = 0;
    int channels = 0;
    std::vector<std::uint8_t> values;
};

/// 8-bit pixels that belong to somebody else.
struct PixelView {
    int height = 0;
    int width = 0;
    int channels = 0;
    const std::uint8_t* values = nullptr;
};

/// A part of a picture.
struct Window {
    int top = 0;
    int left = 0;
    int height = 0;
    int width = 0;
};

/// What Pillow 10.3 gives for Image.resize((outWidth, outHeight), filter), bit for bit (libImaging/Resample.c): 22-bit
/// fixed-point weights, horizontal pass first, rounded to 8 bits between the passes. Only `window` of that result is
/// computed and returned. Sizes are positive and the window lies inside.
[[nodiscard]] Pixels resizeLikePillow(const PixelView& picture, int outHeight, int outWidth, Resample filter,
                                      const Window& window);

} // namespace tvlt
