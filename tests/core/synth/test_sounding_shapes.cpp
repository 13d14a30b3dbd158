#include "core/synth/sounding_shapes.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <cmath>
#include <set>

using namespace tvlt;

TEST_CASE("a drawn clip is a function of its seed and time alone") {
    const SoundingShapes a(5), b(5), other(6);
    CHECK(a.frame(1.25, 48).rgb == b.frame(1.25, 48).rgb);
    CHECK(a.sound(0.2, 8000) == b.sound(0.2, 8000));
    CHECK(a.frame(1.25, 48).rgb != other.frame(1.25, 48).rgb);
    const auto longer = a.sound(0.4, 8000), shorter = a.sound(0.2, 8000);
    // Clicks depend on all bounces before the end, the tones on nothing after: a longer clip begins like a shorter one.
    CHECK(std::equal(shorter.begin(), shorter.end(), longer.begin()));
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
