#include "core/analysis/ssim.h"

#include <array>
#include <cmath>
#include <cstddef>

namespace tvlt {

namespace {

constexpr int kRadius = 5;
constexpr double kSigma = 1.5;
constexpr float kC1 = 0.01F * 0.01F;
constexpr float kC2 = 0.03F * 0.03F;

std::array<float, 2 * kRadius + 1> window() {
    std::array<float, 2 * kRadius + 1> weights{};
    double sum = 0.0;
    for (int i = -kRadius; i <= kRadius; ++i)
        sum += std::exp(-i * i / (2 * kSigma * kSigma));
    for (int i = -kRadius; i <= kRadius; ++i)
        weights[static_cast<std::size_t>(i + kRadius)] =
            static_cast<float>(std::exp(-i * i / (2 * kSigma * kSigma)) / sum);
    return weights;
}

/// …1 0 | 0 1 2 … n-1 | n-1 n-2…
int mirrored(int i, int n) {
    const int period = 2 * n;
    i = ((i % period) + period) % period;
    return i < n ? i : period - 1 - i;
}

/// Along whole rows, so that the compiler makes vectors of it (CMakeLists.txt gives the options).
void addScaled(float* sums, const float* values, std::size_t count, float weight) {
    for (std::size_t i = 0; i < count; ++i)
        sums[i] += weight * values[i];
}

/// Blurs rows and then columns.
std::vector<float> blurred(const std::vector<float>& plane, int width, int height) {
    static const auto weights = window();
    const auto length = static_cast<std::size_t>(width);
    const auto rowOf = [length](auto& rows, int y) { return rows.data() + static_cast<std::size_t>(y) * length; };

    std::vector<float> rows(plane.size());
    std::vector<float> padded(length + 2 * kRadius);
    for (int y = 0; y < height; ++y) {
        for (int x = -kRadius; x < width + kRadius; ++x)
            padded[static_cast<std::size_t>(x + kRadius)] = rowOf(plane, y)[mirrored(x, width)];
        for (std::size_t k = 0; k < weights.size(); ++k)
            addScaled(rowOf(rows, y), padded.data() + k, length, weights[k]);
    }
    std::vector<float> both(plane.size());
    for (int y = 0; y < height; ++y)
        for (std::size_t k = 0; k < weights.size(); ++k)
            addScaled(rowOf(both, y), rowOf(rows, mirrored(y + static_cast<int>(k) - kRadius, height)), length,
                      weights[k]);
    return both;
}

} // namespace

std::vector<float> ssimMap(std::span<const float> a, std::span<const float> b, int width, int height) {
    const std::size_t n = a.size();
    std::vector<float> meanA(a.begin(), a.end());
    std::vector<float> meanB(b.begin(), b.end());
    std::vector<float> squares(n);
    std::vector<float> ab(n);
    for (std::size_t i = 0; i < n; ++i) {
        squares[i] = a[i] * a[i] + b[i] * b[i];
        ab[i] = a[i] * b[i];
    }
    for (auto* plane : {&meanA, &meanB, &squares, &ab})
        *plane = blurred(*plane, width, height);
    for (std::size_t i = 0; i < n; ++i) {
        const float product = meanA[i] * meanB[i];
        const float squaredMeans = meanA[i] * meanA[i] + meanB[i] * meanB[i];
        const float covariance = ab[i] - product;
        const float variances = squares[i] - squaredMeans;
        ab[i] = (2 * product + kC1) * (2 * covariance + kC2) / ((squaredMeans + kC1) * (variances + kC2));
    }
    return ab;
}

} // namespace tvlt
