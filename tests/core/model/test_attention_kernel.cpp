#include "core/model/attention_kernel.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

using namespace tvlt;

namespace {

/// A head whose queries and context lie among the numbers of others, as a layer's do.
struct Example {
    std::size_t length;
    std::size_t size;
    std::size_t stride = size + 3;
    std::vector<float> query = numbers(length * stride, 1);
    std::vector<float> key = numbers(length * size, 2);
    std::vector<float> value = numbers(length * size, 3);
    std::vector<float> bias{};
    std::vector<float> context = std::vector<float>(length * stride, 7.0F);

    static std::vector<float> numbers(std::size_t count, unsigned seed) {
        std::mt19937 random(seed);
        std::normal_distribution<float> normal(0.0F, 2.0F);
        std::vector<float> all(count);
        std::generate(all.begin(), all.end(), [&] { return normal(random); });
        return all;
    }

    void attend(const AttentionKernel& kernel) {
        for (std::size_t first = 0; first < length; first += kernel.queries)
            kernel.attendTile({query.data(), key.data(), value.data(), bias.empty() ? nullptr : bias.data(),
                               context.data(), stride, stride, length, size},
                              first);
    }

    /// By the definition, in f64.
    std::vector<double> meant(std::size_t q) const {
        std::vector<double> scores(length);
        for (std::size_t k = 0; k < length; ++k) {
            for (std::size_t d = 0; d < size; ++d)
                scores[k] += static_cast<double>(query[q * stride + d]) * key[k * size + d];
            scores[k] = scores[k] / std::sqrt(static_cast<double>(size)) + (bias.empty() ? 0.0F : bias[k]);
        }
        const double greatest = *std::max_element(scores.begin(), scores.end());
        double sum = 0.0;
        std::vector<double> sums(size);
        for (std::size_t k = 0; k < length; ++k) {
            const double weight = std::exp(scores[k] - greatest);
            sum += weight;
            for (std::size_t d = 0; d < size; ++d)
                sums[d] += weight * value[k * size + d];
        }
        for (double& number : sums)
            number /= sum;
        return sums;
    }

    double greatestError() const {
        double greatest = 0.0;
        for (std::size_t q = 0; q < length; ++q) {
            const auto exact = meant(q);
            for (std::size_t d = 0; d < size; ++d) {
                const double error = std::abs(context[q * stride + d] - exact[d]);
                greatest = std::isnan(error) ? std::numeric_limits<double>::infinity() : std::max(greatest, error);
            }
        }
        return greatest;
    }
};

} // namespace

TEST_CASE("every kernel attends as the definition says, whatever the length and the head's size") {
    for (const AttentionKernel& kernel : attentionKernels())
        for (const std::size_t length : {1, 3, 63, 64, 65, 96, 97, 200, 301})
            for (const std::size_t size : {1, 3, 4, 32, 64, 66}) {
                INFO(kernel.vectors << ", " << length << " tokens, " << size << " wide");
                Example example{length, size};
                example.attend(kernel);
                CHECK(example.greatestError() < 2e-5);
                for (std::size_t q = 0; q < length; ++q)
                    CHECK(std::all_of(example.context.begin() + static_cast<std::ptrdiff_t>(q * example.stride + size),
                                      example.context.begin() + static_cast<std::ptrdiff_t>((q + 1) * example.stride),
                                      [](float between) { return between == 7.0F; }));
            }
}

TEST_CASE("hidden keys weigh nothing, and where all are hidden they weigh the same") {
    constexpr float kHidden = -3.3895313892515355e38F; // bf16's most negative number
    for (const AttentionKernel& kernel : attentionKernels()) {
        INFO(kernel.vectors);
        Example some{250, 32};
        some.bias.assign(250, 0.0F);
        std::fill(some.bias.begin(), some.bias.begin() + 120, kHidden); // all of the first keys that are looked at
        some.bias[200] = kHidden;
        some.attend(kernel);
        CHECK(some.greatestError() < 2e-5);

        Example none{130, 16};
        none.bias.assign(130, kHidden);
        none.attend(kernel);
        for (std::size_t d = 0; d < 16; ++d) {
            double mean = 0.0;
            for (std::size_t k = 0; k < 130; ++k)
                mean += none.value[k * 16 + d] / 130.0;
            CHECK(none.context[5 * none.stride + d] == Approx(mean).margin(1e-5));
        }
    }
}

TEST_CASE("scores far apart do not overflow, and NaN stays with the query that has it") {
    for (const AttentionKernel& kernel : attentionKernels()) {
        INFO(kernel.vectors);
        Example far{220, 8};
        for (float& number : far.query)
            number *= 1e4F;
        far.attend(kernel);
        CHECK(far.greatestError() < 2e-3);

        Example broken{70, 8};
        broken.query[3 * broken.stride + 2] = std::numeric_limits<float>::quiet_NaN();
        broken.attend(kernel);
        for (std::size_t q = 0; q < 70; ++q)
            CHECK(std::isnan(broken.context[q * broken.stride]) == (q == 3));

        Example everywhere{70, 8};
        everywhere.key[40 * 8 + 1] = std::bit_cast<float>(0x7fffffffU); // CUDA's NaN
        everywhere.attend(kernel);
        for (std::size_t q = 0; q < 70; ++q)
            CHECK(std::isnan(everywhere.context[q * everywhere.stride]));
    }
}
