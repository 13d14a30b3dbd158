#include "core/base/error.h"
#include "core/synth/sounding_shapes.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <cmath>
#include <set>

using namespace tvlt;

namespace {

/// The first seed from `seed` on whose clip is one lone shape of `kind` that does not bounce before `quiet` seconds.
std::uint64_t loneShape(ShapeKind kind, double quiet, std::uint64_t seed) {
    for (;; ++seed) {
        const SoundingShapes clip(seed);
        if (clip.count() == 1 && clip.kind(0) == kind && clip.bounces(0, quiet).empty())
            return seed;
    }
}

bool isSlice(const std::vector<float>& part, const std::vector<float>& whole, std::size_t first) {
    return first + part.size() <= whole.size() &&
           std::equal(part.begin(), part.end(), whole.begin() + static_cast<std::ptrdiff_t>(first));
}

/// Mean size of the second difference around sample `at`: how much there is above the tones.
double roughness(const std::vector<float>& sound, std::size_t at, std::size_t length) {
    double sum = 0.0;
    for (std::size_t i = at; i < at + length; ++i)
        sum += std::abs(sound[i + 2] - 2 * sound[i + 1] + sound[i]);
    return sum / static_cast<double>(length);
}

} // namespace

TEST_CASE("a drawn clip is a function of its seed and time alone") {
    const SoundingShapes a(5), b(5), other(6);
    CHECK(a.frame(1.25, 48).rgb == b.frame(1.25, 48).rgb);
    CHECK(a.sound(0.2, 8000) == b.sound(0.2, 8000));
    CHECK(a.frame(1.25, 48).rgb != other.frame(1.25, 48).rgb);
    CHECK(a.sound(0.2, 8000) != other.sound(0.2, 8000));
}

TEST_CASE("a segment of a clip's sound is a slice of the whole, however long that is") {
    for (std::uint64_t seed = 0; seed < 6; ++seed) {
        const SoundingShapes clip(seed);
        for (const int rate : {16000, 44100}) {
            const auto whole = clip.sound(6.0, rate);
            CHECK(whole.size() == static_cast<std::size_t>(6 * rate));
            CHECK(isSlice(clip.sound(2.0, rate), whole, 0));
            for (const double start : {0.0, 0.0012, 0.75, 1.0 / 3, 3.1}) {
                const auto part = clip.sound(Segment{start, 1.7}, rate);
                CHECK(part.size() == static_cast<std::size_t>(std::lround(1.7 * rate)));
                CHECK(isSlice(part, whole, static_cast<std::size_t>(std::llround(start * rate))));
            }
            // A click that began before the segment does is still heard in it.
            for (const double bounce : clip.bounces(0, 5.0))
                CHECK(isSlice(clip.sound(Segment{bounce + 0.002, 0.1}, rate), whole,
                              static_cast<std::size_t>(std::llround((bounce + 0.002) * rate))));
        }
        CHECK(clip.sound(Segment{2.0, 0.0}, 16000).empty());
    }
    CHECK_THROWS_AS(SoundingShapes(1).sound(Segment{-1.0, 2.0}, 16000), Exception);
    CHECK_THROWS_AS(SoundingShapes(1).sound(1.0, 0), Exception);
}

TEST_CASE("a lone shape's tone goes through as many periods as its pitch says") {
    for (const auto kind : {ShapeKind::Circle, ShapeKind::Square}) {
        std::uint64_t seed = 0;
        for (int clips = 0; clips < 4; ++clips, ++seed) {
            seed = loneShape(kind, 2.0, seed);
            const SoundingShapes clip(seed);
            double periods = 0.0;
            for (int i = 0; i < 2000; ++i)
                periods += clip.pitch(0, (i + 0.5) / 1000) / 1000;
            // Rises through a band about zero that is wider than the noise.
            int rises = 0;
            bool below = false;
            for (const float value : clip.sound(2.0, 44100)) {
                if (below && value > 0.01F)
                    ++rises;
                below = value < -0.01F || (below && value <= 0.01F);
            }
            CHECK(std::abs(rises - periods) < 1.5);
        }
    }
}

TEST_CASE("each bounce clicks") {
    int seen = 0;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        const SoundingShapes clip(seed);
        if (clip.count() != 1 || clip.kind(0) == ShapeKind::Star)
            continue;
        const auto sound = clip.sound(4.0, 44100);
        double last = 0.0;
        for (const double bounce : clip.bounces(0, 3.9)) {
            if (bounce - last > 0.1) {
                const auto at = static_cast<std::size_t>(std::ceil(bounce * 44100));
                CHECK(roughness(sound, at, 100) > 5 * roughness(sound, at - 400, 300));
                ++seen;
            }
            last = bounce;
        }
    }
    CHECK(seen > 5);
}

TEST_CASE("the faint noise has the same power in each Hz at any rate") {
    const SoundingShapes clip(loneShape(ShapeKind::Circle, 1.0, 0));
    const auto once = clip.sound(1.0, 44100), twice = clip.sound(1.0, 88200);
    const double ratio = roughness(twice, 0, 88000) / roughness(once, 0, 44000);
    CHECK(ratio == Approx(std::sqrt(2.0)).epsilon(0.05));
}

TEST_CASE("a lone shape sounds as high as it stands on screen") {
    for (const auto kind : {ShapeKind::Circle, ShapeKind::Square, ShapeKind::Triangle, ShapeKind::Star}) {
        const SoundingShapes clip(loneShape(kind, 0.0, 0));
        for (const double time : {0.0, 0.9, 2.3}) {
            constexpr int size = 96;
            const Image image = clip.frame(time, size);
            double rows = 0.0;
            int pixels = 0;
            for (int y = 0; y < size; ++y)
                for (int x = 0; x < size; ++x) {
                    const auto* rgb = image.pixel(x, y);
                    const auto [low, high] = std::minmax({rgb[0], rgb[1], rgb[2]});
                    if (high - low > high * 0.65) { // the shape's colour is saturated, the gradient's is not
                        rows += (y + 0.5) / size;
                        ++pixels;
                    }
                }
            REQUIRE(pixels > 0.02 * size * size);
            CHECK(std::log2(clip.pitch(0, time) / 220.0) == Approx(2.0 * (1.0 - rows / pixels)).margin(0.03));
        }
    }
}

TEST_CASE("labels are within their ranges and all kinds and counts occur") {
    std::set<int> counts;
    std::set<ShapeKind> kinds;
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        const SoundingShapes clip(seed);
        counts.insert(clip.count());
        kinds.insert(clip.kind(clip.loudest()));
        for (double t = 0; t < 4; t += 0.1) {
            CHECK(clip.pitch(0, t) >= 220.0);
            CHECK(clip.pitch(0, t) <= 880.0);
        }
    }
    CHECK(counts == std::set<int>{1, 2, 3});
    CHECK(kinds.size() == 4);
}

TEST_CASE("the lead is that over the largest shape of another kind") {
    bool alone = false, twoKinds = false;
    for (std::uint64_t seed = 0; seed < 60; ++seed) {
        const SoundingShapes clip(seed);
        double others = 0.0;
        for (int i = 0; i < clip.count(); ++i)
            if (clip.kind(i) != clip.kind(clip.loudest()))
                others = std::max(others, clip.radius(i));
        alone = alone || others == 0.0;
        twoKinds = twoKinds || others > 0.0;
        if (others == 0.0)
            CHECK(std::isinf(clip.lead()));
        else
            CHECK(clip.lead() == Approx(clip.radius(clip.loudest()) - others));
    }
    CHECK(alone);
    CHECK(twoKinds);
}

TEST_CASE("at a bounce the pitch's slope or the sideways motion turns round") {
    int seen = 0;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const SoundingShapes clip(seed);
        const auto times = clip.bounces(0, 6.0);
        CHECK(std::is_sorted(times.begin(), times.end()));
        for (const double t : times) {
            CHECK(t >= 0.0);
            CHECK(t < 6.0);
        }
        seen += static_cast<int>(times.size());
        // Pitch turns abruptly only at listed times (or at the smooth path's own turning points, where it is slow).
        const double h = 1e-4;
        for (double t = 0.01; t < 5.9; t += 0.0137) {
            const double before = clip.pitch(0, t) - clip.pitch(0, t - h),
                         after = clip.pitch(0, t + h) - clip.pitch(0, t);
            if (before * after < 0 && std::min(std::abs(before), std::abs(after)) > 0.02)
                CHECK(std::any_of(times.begin(), times.end(), [&](double b) { return std::abs(b - t) < 2 * h; }));
        }
    }
    CHECK(seen > 20);
}

TEST_CASE("shapes cover what is not background, and nothing else moves fast") {
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
        const SoundingShapes clip(seed);
        const int size = 48;
        const Grid cover = clip.cover(0.7, size), next = clip.cover(0.71, size);
        const Image frame = clip.frame(0.7, size), later = clip.frame(0.71, size);
        double area = 0.0;
        for (int row = 0; row < size; ++row) {
            for (int col = 0; col < size; ++col) {
                CHECK(cover.at(row, col) >= 0.0F);
                CHECK(cover.at(row, col) <= 1.0F);
                area += static_cast<double>(cover.at(row, col)) / (size * size);
                if (cover.at(row, col) > 0.0F || next.at(row, col) > 0.0F)
                    continue;
                for (int c = 0; c < 3; ++c)
                    CHECK(std::abs(frame.pixel(col, row)[c] - later.pixel(col, row)[c]) <= 3);
            }
        }
        CHECK(area > 0.015);                               // a star of the least radius
        CHECK(area < clip.count() * 3.1416 * 0.24 * 0.24); // circles of the largest
    }
}

TEST_CASE("sound stays in range and is not silent") {
    for (std::uint64_t seed = 0; seed < 8; ++seed) {
        const auto sound = SoundingShapes(seed).sound(0.5, 16000);
        CHECK(sound.size() == 8000);
        const auto [low, high] = std::minmax_element(sound.begin(), sound.end());
        CHECK(*high < 1.0F);
        CHECK(*low > -1.0F);
        CHECK(*high > 0.02F);
    }
}
