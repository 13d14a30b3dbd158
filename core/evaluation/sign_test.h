#pragma once

#include <cstdint>
#include <span>

namespace tvlt {

/// How often the first of a pair was the smaller one; ties say nothing and are dropped.
struct SignTest {
    std::int64_t wins = 0;   ///< first < second
    std::int64_t losses = 0; ///< first > second
    double p = 1.0;          ///< of as many wins or more by chance: the one-sided exact binomial test
};

/// P(X >= wins) for X ~ Binomial(wins + losses, 1/2), exact to rounding; 0 only where a double holds nothing smaller.
/// 1 where there is nothing to count. Throws BadInput for negative counts.
[[nodiscard]] double signTestP(std::int64_t wins, std::int64_t losses);

/// Is `first` smaller than `second`, pair by pair? Throws BadInput for different lengths.
[[nodiscard]] SignTest signTest(std::span<const double> first, std::span<const double> second);

} // namespace tvlt
