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

/// Blurs rows and then columns, in place.
void blur(std::vector<float>& plane, int width, int height) {
    static const auto weights = window();
    const auto pass = [&](int length, int lines, std::size_t step, std::size_t stride) {
        std::vector<float> padded(static_cast<std::size_t>(length + 2 * kRadius));
        for (int line = 0; line < lines; ++line) {
            float* first = plane.data() + static_cast<std::size_t>(line) * stride;
            for (int i = -kRadius; i < length + kRadius; ++i)
                padded[static_cast<std::size_t>(i + kRadius)] =
                    first[static_cast<std::size_t>(mirrored(i, length)) * step];
            for (int i = 0; i < length; ++i) {
                float sum = 0.0F;
                for (std::size_t k = 0; k < weights.size(); ++k)
                    sum += weights[k] * padded[static_cast<std::size_t>(i) + k];
                first[static_cast<std::size_t>(i) * step] = sum;
            }
        }
    };
    pass(width, height, 1, static_cast<std::size_t>(width));
    pass(height, width, static_cast<std::size_t>(width), 1);
}

} // namespace

std::vector<float> ssimMap(std::span<const float> a, std::span<const float> b, int width, int height) {
    const std::size_t n = a.size();
    std::vector<float> meanA(a.begin(), a.end());
    std::vector<float> meanB(b.begin(), b.end());
    std::vector<float> aa(n);
    std::vector<float> bb(n);
    std::vector<float> ab(n);
    for (std::size_t i = 0; i < n; ++i) {
        aa[i] = a[i] * a[i];
        bb[i] = b[i] * b[i];
        ab[i] = a[i] * b[i];
    }
    for (auto* plane : {&meanA, &meanB, &aa, &bb, &ab})
        blur(*plane, width, height);
    for (std::size_t i = 0; i < n; ++i) {
        const float product = meanA[i] * meanB[i];
        const float squares = meanA[i] * meanA[i] + meanB[i] * meanB[i];
        const float covariance = ab[i] - product;
        const float variances = aa[i] + bb[i] - squares;
        ab[i] = (2 * product + kC1) * (2 * covariance + kC2) / ((squares + kC1) * (variances + kC2));
    }
    return ab;
}

} // namespace tvlt
