#include "core/features/torch_bicubic.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tvlt {

namespace {

constexpr float a = -0.75F;

float inner(float x) {
    return ((a + 2.0F) * x - (a + 3.0F)) * x * x + 1.0F;
}

float outer(float x) {
    return ((a * x - 5.0F * a) * x + 8.0F * a) * x - 4.0F * a;
}

struct Taps {
    std::array<int, 4> source{};
    std::array<float, 4> weights{};
};

std::vector<Taps> computeTaps(int inSize, int outSize, int offset) {
    const float scale = static_cast<float>(inSize) / static_cast<float>(outSize);
    std::vector<Taps> taps;
    for (int i = 0; i < outSize; ++i) {
        const float centre = scale * (static_cast<float>(i) + 0.5F) - 0.5F;
        const float base = std::floor(centre);
        const float t = centre - base;
        Taps tap;
        for (int k = 0; k < 4; ++k)
            tap.source[static_cast<std::size_t>(k)] =
                offset + std::clamp(static_cast<int>(base) - 1 + k, 0, inSize - 1);
        tap.weights = {outer(t + 1.0F), inner(t), inner(1.0F - t), outer(2.0F - t)};
        taps.push_back(tap);
    }
    return taps;
}

} // namespace

std::vector<std::uint8_t> resizeLikeTorch(const PixelView& picture, const Window& part, int side) {
    const std::vector<Taps> rows = computeTaps(part.height, side, part.top);
    const std::vector<Taps> columns = computeTaps(part.width, side, part.left);
    std::vector<std::uint8_t> result;
    result.reserve(static_cast<std::size_t>(side) * static_cast<std::size_t>(side) * 3);
    for (const Taps& row : rows)
        for (const Taps& column : columns)
            for (std::size_t c = 0; c < 3; ++c) {
                float sum = 0.0F;
                for (std::size_t j = 0; j < 4; ++j) {
                    const std::uint8_t* line = picture.values + static_cast<std::size_t>(row.source[j]) *
                                                                    static_cast<std::size_t>(picture.width) * 3;
                    float across = 0.0F;
                    for (std::size_t k = 0; k < 4; ++k)
                        across += column.weights[k] *
                                  static_cast<float>(line[static_cast<std::size_t>(column.source[k]) * 3 + c]);
                    sum += row.weights[j] * across;
                }
                // The current rounding mode is to nearest, ties to even.
                result.push_back(static_cast<std::uint8_t>(std::nearbyint(std::clamp(sum, 0.0F, 255.0F))));
            }
    return result;
}

} // namespace tvlt
