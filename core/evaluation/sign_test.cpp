#include "core/evaluation/sign_test.h"

#include "core/base/error.h"

#include <cmath>
#include <numbers>

namespace tvlt {

namespace {

/// P(X >= from) for from above n/2: the terms fall from the first on, so that they add up relative to it.
double upperTail(std::int64_t n, std::int64_t from) {
    const auto count = static_cast<double>(n);
    const auto first = static_cast<double>(from);
    const double logFirst =
        std::lgamma(count + 1) - std::lgamma(first + 1) - std::lgamma(count - first + 1) - count * std::numbers::ln2;
    double sum = 0.0;
    double term = 1.0;
    for (double k = first; k <= count && term > 1e-18 * sum; ++k) {
        sum += term;
        term *= (count - k) / (k + 1);
    }
    return std::exp(logFirst + std::log(sum));
}

} // namespace

double signTestP(std::int64_t wins, std::int64_t losses) {
    if (wins < 0 || losses < 0)
        throwBadInput("a count is negative", "sign test");
    if (wins == 0)
        return 1.0;
    const std::int64_t n = wins + losses;
    if (wins > losses)
        return upperTail(n, wins);
    return 1.0 - upperTail(n, n - wins + 1); // at least half: nothing is lost by the subtraction
}

SignTest signTest(std::span<const double> first, std::span<const double> second) {
    if (first.size() != second.size())
        throwBadInput(std::to_string(first.size()) + " and " + std::to_string(second.size()) + " values are no pairs",
                      "sign test");
    SignTest result;
    for (std::size_t i = 0; i < first.size(); ++i) {
        result.wins += first[i] < second[i] ? 1 : 0;
        result.losses += first[i] > second[i] ? 1 : 0;
    }
    result.p = signTestP(result.wins, result.losses);
    return result;
}

} // namespace tvlt
