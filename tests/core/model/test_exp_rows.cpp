#include "core/model/exp_rows.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <type_traits>
#include <vector>

using namespace tvlt;

namespace {

float wide(std::uint16_t bits) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

float wide(float value) {
    return value;
}

template <typename Number> Number narrow(float value) {
    if constexpr (std::is_same_v<Number, float>)
        return value;
    else
        return static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(value) >> 16);
}

/// The most that an exponential may be off, and a sum of many: in bf16, rounding an exponential takes up to 2^-8 of it.
template <typename Number> constexpr double kError = std::is_same_v<Number, float> ? 4.7e-7 : 0.0042;
template <typename Number> constexpr double kErrorOfSum = std::is_same_v<Number, float> ? 1e-6 : 3e-4;

template <typename Number> std::vector<Number> someScores(std::size_t count, float spread) {
    std::mt19937 random(5);
    std::normal_distribution<float> scores(-1.0F, spread);
    std::vector<Number> all(count);
    std::generate(all.begin(), all.end(), [&] { return narrow<Number>(scores(random)); });
    return all;
}

} // namespace

TEMPLATE_TEST_CASE("rows of scores become exponentials of their distance to the greatest, whatever their number", "",
                   std::uint16_t, float) {
    for (const std::size_t columns : {1, 2, 15, 16, 17, 31, 64, 333}) {
        constexpr std::size_t kRows = 3;
        for (const float spread : {0.5F, 8.0F, 60.0F}) {
            const auto before = someScores<TestType>(kRows * columns, spread);
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
                    CHECK(std::abs(wide(after[row * columns + i]) - exact) <= exact * kError<TestType> + 2e-38);
                }
                CHECK(sums[row] == Approx(sum).epsilon(kErrorOfSum<TestType>));
            }
        }
    }
}

TEMPLATE_TEST_CASE("a row of hidden keys alone is uniform, one among others weighs nothing, and NaN stays NaN", "",
                   std::uint16_t, float) {
    const auto number = [](float value) { return narrow<TestType>(value); };
    const TestType lowest = number(-3.3895313892515355e38F); // bf16's most negative number
    std::vector<TestType> scores(20, lowest);
    scores.insert(scores.end(), {number(2.0F), lowest, number(2.0F), number(-3.0F)});
    scores.resize(60, number(1.0F));
    scores[47] = number(std::numeric_limits<float>::quiet_NaN());
    std::vector<float> sums(3);
    expRows(scores.data(), 3, 20, sums.data());
    CHECK(sums[0] == Approx(20.0).epsilon(1e-3));
    CHECK(wide(scores[0]) == wide(scores[19]));
    CHECK(wide(scores[21]) < 1e-37);
    CHECK(wide(scores[20]) == Approx(1.0).epsilon(kError<TestType>));
    CHECK(std::isnan(sums[2]));
    CHECK(std::isnan(wide(scores[47])));
}

TEMPLATE_TEST_CASE("division by rows leaves what lies between them alone", "", std::uint16_t, float) {
    std::vector<TestType> values(40, narrow<TestType>(6.0F));
    const std::vector<float> sums{2.0F, 4.0F};
    divideRows(values.data(), 2, 17, 20, sums.data());
    for (std::size_t i = 0; i < 40; ++i)
        CHECK(wide(values[i]) == (i % 20 >= 17 ? 6.0F : i < 20 ? 3.0F : 1.5F));
}
