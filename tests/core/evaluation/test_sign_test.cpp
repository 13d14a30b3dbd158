#include "core/base/error.h"
#include "core/evaluation/sign_test.h"
#include "tests/support/catch.h"

#include <cmath>
#include <limits>
#include <vector>

using namespace tvlt;

TEST_CASE("the sign test agrees with values worked out by hand") {
    CHECK(signTestP(0, 0) == 1.0);
    CHECK(signTestP(1, 0) == Approx(0.5));
    CHECK(signTestP(0, 1) == 1.0);
    CHECK(signTestP(1, 1) == Approx(0.75));
    CHECK(signTestP(5, 0) == Approx(1.0 / 32));
    CHECK(signTestP(8, 2) == Approx(56.0 / 1024));   // 45 + 10 + 1 of 1024
    CHECK(signTestP(2, 8) == Approx(1013.0 / 1024)); // all but 1 + 10
    CHECK(signTestP(60, 40) == Approx(0.028443966820490395).epsilon(1e-10));
}

TEST_CASE("both sides of the sign test share their middle and it falls as wins rise") {
    for (const std::int64_t n : {1, 7, 10, 101, 500}) {
        double previous = 1.0;
        for (std::int64_t wins = 0; wins <= n; ++wins) {
            const double p = signTestP(wins, n - wins);
            CHECK(p <= previous);
            CHECK(p > 0.0);
            previous = p;
            if (wins > 0) // P(X >= wins) + P(X <= wins - 1), the latter by symmetry
                CHECK(p + signTestP(n - wins + 1, wins - 1) == Approx(1.0).epsilon(1e-9));
        }
        CHECK(previous == Approx(std::pow(0.5, static_cast<double>(n))).epsilon(1e-9));
    }
}

TEST_CASE("the sign test holds for counts whose binomials overflow") {
    CHECK(signTestP(500'000, 500'000) == Approx(0.5).epsilon(1e-2));
    const double p = signTestP(2600, 2400); // z = 2.81 with continuity correction
    CHECK(p == Approx(0.5 * std::erfc(2.814 / std::sqrt(2.0))).epsilon(0.02));
    CHECK(signTestP(1'000'000, 0) == 0.0);
    CHECK(signTestP(0, 1'000'000) == 1.0);
    CHECK_THROWS_AS(signTestP(-1, 3), Exception);
}

TEST_CASE("ties and what cannot be compared are dropped from pairs") {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const std::vector<double> first{1, 2, 3, 4, 5, nan}, second{2, 2, 1, 5, 6, 1};
    const SignTest test = signTest(first, second);
    CHECK(test.wins == 3);
    CHECK(test.losses == 1);
    CHECK(test.p == Approx(5.0 / 16));
    CHECK_THROWS_AS(signTest(first, std::vector<double>{1}), Exception);
}
