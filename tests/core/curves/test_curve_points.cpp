#include "core/curves/curve_points.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <cmath>

using namespace tvlt;

namespace {

std::vector<CurvePoint> wave(std::size_t count) {
    std::vector<CurvePoint> points;
    for (std::size_t i = 0; i < count; ++i)
        points.push_back({static_cast<double>(i), std::sin(static_cast<double>(i) * 1.7)});
    return points;
}

bool lower(const CurvePoint& a, const CurvePoint& b) {
    return a.y < b.y;
}

} // namespace

TEST_CASE("points leave out what is not finite") {
    const auto points = finitePoints({1.0, 2.0, 3.0, 4.0}, {NAN, 5.0, INFINITY, 6.0});
    REQUIRE(points.size() == 2);
    CHECK(points[0].x == 2.0);
    CHECK(points[1].y == 6.0);
    CHECK(finitePoints({1.0}, {}).empty());
}

TEST_CASE("a running mean keeps a straight line straight from its beginning to where its window ends") {
    std::vector<CurvePoint> line;
    for (int i = 0; i < 100; ++i)
        line.push_back({i * 1.0, 3.0 - 0.5 * i});
    const auto means = smoothed(line, 11);
    REQUIRE(means.size() == line.size());
    for (std::size_t i = 0; i < 95; ++i) {
        CHECK(means[i].x == line[i].x);
        CHECK(means[i].y == Approx(line[i].y).margin(1e-9));
    }
    CHECK(means.back().y == Approx(line[97].y + 0.25)); // of the last six
}

TEST_CASE("a running mean over one point is the curve, and over many it lies in their midst") {
    const auto points = wave(500);
    const auto same = smoothed(points, 1);
    for (std::size_t i = 0; i < points.size(); ++i)
        CHECK(same[i].y == Approx(points[i].y).margin(1e-12));
    const auto means = smoothed(points, 101);
    for (std::size_t i = 50; i < means.size(); ++i)
        CHECK(std::abs(means[i].y) < 0.05);
    CHECK(smoothed({}, 9).empty());
}

TEST_CASE("thinned points keep the ends, the extremes and their order") {
    auto points = wave(100'000);
    points[77'777].y = 9.0;
    points[3].y = -8.0;
    const auto kept = decimated(points, 300);
    CHECK(kept.size() <= 1200);
    CHECK(kept.size() >= 600);
    CHECK(kept.front().x == points.front().x);
    CHECK(kept.back().x == points.back().x);
    CHECK(std::max_element(kept.begin(), kept.end(), lower)->y == 9.0);
    CHECK(std::min_element(kept.begin(), kept.end(), lower)->y == -8.0);
    for (std::size_t i = 1; i < kept.size(); ++i)
        CHECK(kept[i].x > kept[i - 1].x);
}

TEST_CASE("few points are drawn as they are") {
    const auto points = wave(1200);
    CHECK(decimated(points, 300).size() == 1200);
    CHECK(decimated({}, 300).empty());
    CHECK(decimated({{1.0, 2.0}}, 1).size() == 1);
}
