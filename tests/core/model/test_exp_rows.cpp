#include "core/model/exp_rows.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

using namespace tvlt;

namespace {

float wide(std::uint16_t bits) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

std::uint16_t narrow(float value) {
    return static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(value) >> 16);
}

std::vector<std::uint16_t> someScores(std::size_t count, float spread) {
    std::mt19937 random(5);
    std::normal_distribution<float> scores(-1.0F, spread);
    std::vector<std::uint16_t> all(count);
    std::generate(all.begin(), all.end(), [&] { return narrow(scores(random)); });
    return all;
}

} // namespace

TEST_CASE("rows of scores become exponentials of their distance to the greatest, whatever their number") {
    for (const std::size_t columns : {1, 2, 15, 16, 17, 31, 64, 333}) {
        constexpr std::size_t kRows = 3;
        for (const float spread : {0.5F, 8.0F, 60.0F}) {
            const auto before = someScores(kRows * columns, spread);
            auto after = before;
            std::vector<float> sums(kRows);
            expRows(after.data(), kRows, columns, sums.data());
            for (std::size_t row = 0; row < kRows; ++row) {
                const auto* from = before.data() + row * columns;
                float greatest = wide(from[0]);
                for (std::size_t i = 0; i < columns; ++i)
                    greatest = std::max(greatest, wide(from[i]));
                double sum = 0.0;
                for (std::size_t i = 0; i < columns; ++i) {
                    const double exact = std::exp(static_cast<double>(wide(from[i]) - greatest));
                    sum += exact;
                    INFO(columns << " columns, " << wide(from[i]) << " below " << greatest);
                    // Rounding to bf16 takes up to 2^-8 of it.
                    CHECK(std::abs(wide(after[row * columns + i]) - exact) <= exact * 0.0042 + 1e-37);
                }
                CHECK(sums[row] == Approx(sum).epsilon(3e-4));
            }
        }
    }
}

TEST_CASE("a row of hidden keys alone is uniform, one hidden key among others weighs nothing, and NaN stays NaN") {
    const std::uint16_t lowest = 0xFF7F; // bf16's most negative number
    std::vector<std::uint16_t> scores(20, lowest);
    scores.insert(scores.end(), {narrow(2.0F), lowest, narrow(2.0F), narrow(-3.0F)});
    scores.resize(60, narrow(1.0F));
    scores[47] = 0x7FC0;
    std::vector<float> sums(3);
    expRows(scores.data(), 3, 20, sums.data());
    CHECK(sums[0] == Approx(20.0).epsilon(1e-3));
    CHECK(wide(scores[0]) == wide(scores[19]));
    CHECK(wide(scores[21]) < 1e-37);
    CHECK(wide(scores[20]) == Approx(1.0).epsilon(0.004));
    CHECK(std::isnan(sums[2]));
    CHECK(std::isnan(wide(scores[47])));
}

TEST_CASE("division by rows leaves what lies between them alone") {
    std::vector<std::uint16_t> values(40, narrow(6.0F));
    const std::vector<float> sums{2.0F, 4.0F};
    divideRows(values.data(), 2, 17, 20, sums.data());
    for (std::size_t i = 0; i < 40; ++i)
        CHECK(wide(values[i]) == (i % 20 >= 17 ? 6.0F : i < 20 ? 3.0F : 1.5F));
}
