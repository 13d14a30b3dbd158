#include "core/features/torch_bicubic.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tvlt {

namespace {

constexpr float a = -0.75F;

/// x * y + z rounded once: torch's x86 builds fuse these places, and a last bit decides where a half is rounded to. A
/// double holds the product exactly.
float fused(float x, float y, float z) {
    return static_cast<float>(static_cast<double>(x) * static_cast<double>(y) + static_cast<double>(z));
}

float inner(float x) {
    return ((a + 2.0F) * x - (a + 3.0F)) * x * x + 1.0F;
}

float outer(float x) {
    return fused(fused(a, x, -5.0F * a), x, 8.0F * a) * x - 4.0F * a;
}

struct Taps {
    std::array<int, 4> source{};
    std::array<float, 4> weights{};
};

std::vector<Taps> computeTaps(int inSize, int outSize, int offset) {
    const float scale = static_cast<float>(inSize) / static_cast<float>(outSize);
    std::vector<Taps> taps;
    for (int i = 0; i < outSize; ++i) {
        const float centre = fused(scale, static_cast<float>(i) + 0.5F, -0.5F);
        const float base = std::floor(centre);
        const float t = centre - base;
        Taps tap;
        for (int k = 0; k < 4; ++k)
            tap.source[static_cast<std::size_t>(k)] =
                offset + std::clamp(static_cast<int>(base) - 1 + k, 0, inSize - 1);
        tap.weights = {outer(t + 1.0F), inner(t), inner(1.0F - t), outer((1.0F - t) + 1.0F)};
        taps.push_back(tap);
    }
    return taps;
}

float weighted(const std::array<float, 4>& weights, float v0, float v1, float v2, float v3) {
    return fused(weights[3], v3, fused(weights[2], v2, fused(weights[0], v0, weights[1] * v1)));
}

} // namespace

std::vector<std::uint8_t> resizeLikeTorch(const PixelView& picture, const Window& part, int side) {
    constexpr std::size_t channels = 3;
    const std::vector<Taps> rows = computeTaps(part.height, side, part.top);
    const std::vector<Taps> columns = computeTaps(part.width, side, part.left);
    const std::size_t stride = static_cast<std::size_t>(side) * channels;
    std::array<std::vector<float>, 4> across; // the four source rows of an output row, resized along x
    across.fill(std::vector<float>(stride));
    std::vector<std::uint8_t> result;
    result.reserve(static_cast<std::size_t>(side) * stride);
    for (const Taps& row : rows) {
        for (std::size_t j = 0; j < 4; ++j) {
            const std::uint8_t* line = picture.values + static_cast<std::size_t>(row.source[j]) *
                                                            static_cast<std::size_t>(picture.width) * channels;
            float* target = across[j].data();
            for (const Taps& column : columns)
                for (std::size_t c = 0; c < channels; ++c) {
                    const auto level = [&](std::size_t k) {
                        return static_cast<float>(line[static_cast<std::size_t>(column.source[k]) * channels + c]);
                    };
                    *target++ = weighted(column.weights, level(0), level(1), level(2), level(3));
                }
        }
        for (std::size_t x = 0; x < stride; ++x) {
            const float sum = weighted(row.weights, across[0][x], across[1][x], across[2][x], across[3][x]);
            // The rounding mode is to nearest, ties to even, unless a program changes it; nobody here does.
            result.push_back(static_cast<std::uint8_t>(std::nearbyint(std::clamp(sum, 0.0F, 255.0F))));
        }
    }
    return result;
}

} // namespace tvlt
