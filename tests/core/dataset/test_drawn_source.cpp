#include "core/base/error.h"
#include "core/dataset/drawn_source.h"
#include "core/dataset/segment_features.h"
#include "core/synth/sounding_shapes.h"
#include "tests/core/dataset/small_input.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <limits>
#include <set>
#include <string>

using namespace tvlt;

TEST_CASE("a drawn example has the sizes that the layout says") {
    const ModelInput input = smallInput();
    const PatchLayout layout = layoutOf(input);
    CHECK(layout.frames == 4);
    CHECK(layout.patchRows == 4);
    CHECK(layout.patchCols == 4);
    CHECK(layout.timeSteps == 8);
    CHECK(layout.bands == 2);

    const Example example = DrawnSource(input, 3, 5, DrawnTarget::None).example({2, 0, 0.0});
    CHECK(example.pixels.frames == layout.frames);
    CHECK(example.pixels.height == layout.patchRows * layout.patchHeight);
    CHECK(example.pixels.width == layout.patchCols * layout.patchWidth);
    CHECK(example.pixels.values.size() == std::size_t{4} * 3 * 32 * 32);
    CHECK(example.audio.rows == layout.timeSteps * layout.patchColumns);
    CHECK(example.audio.realRows == example.audio.rows);
    CHECK(example.audio.mels == layout.bands * layout.patchMels);
    CHECK(example.audio.values.size() == std::size_t{64} * 16);
    CHECK(example.target.empty());
    CHECK_FALSE(example.shiftedPixels);
}

TEST_CASE("a layout refuses sizes that patches do not fill") {
    ModelInput input = smallInput();
    input.audio.spectrogramLength = 63;
    CHECK_THROWS_AS(layoutOf(input), Exception);
}

TEST_CASE("drawn clips differ, and the same request gives the same example") {
    const DrawnSource source(smallInput(), 11, {}, DrawnTarget::Pitch), next(smallInput(), 12, {}, DrawnTarget::Pitch);
    CHECK(source.size() == std::numeric_limits<std::int64_t>::max());
    const Example one = source.example({1, 0, 0.0});
    CHECK(one.pixels.values == next.example({0, 0, 0.0}).pixels.values);
    CHECK(one.audio.values == next.example({0, 0, 0.0}).audio.values);
    CHECK(one.pixels.values != source.example({2, 0, 0.0}).pixels.values);
    CHECK(one.audio.values != source.example({2, 0, 0.0}).audio.values);
    CHECK(source.name(1) == "synth:12");
    CHECK_THROWS_AS(DrawnSource(smallInput(), 1, 0, DrawnTarget::None), Exception);
}

TEST_CASE("a shifted picture shows the same clip at another time") {
    const DrawnSource source(smallInput(), 11, {}, DrawnTarget::None);
    const double frame = smallInput().seconds() / 4;
    for (const double shift : {frame, -frame}) {
        const Example example = source.example({0, 0, shift});
        REQUIRE(example.shiftedPixels);
        // Frames overlap by all but one: the later picture's first frame is the earlier one's second.
        const auto& earlier = shift > 0 ? example.pixels.values : example.shiftedPixels->values;
        const auto& later = shift > 0 ? example.shiftedPixels->values : example.pixels.values;
        constexpr std::size_t kFrame = std::size_t{3} * 32 * 32;
        CHECK(std::vector<float>(earlier.begin() + kFrame, earlier.begin() + 2 * kFrame) ==
              std::vector<float>(later.begin(), later.begin() + kFrame));
        CHECK(earlier != later);
    }
}

TEST_CASE("drawn targets are the loudest shape's kind or pitch, or every kind's size") {
    const DrawnSource kinds(smallInput(), 40, {}, DrawnTarget::LoudestShape),
        pitches(smallInput(), 40, {}, DrawnTarget::Pitch), sizes(smallInput(), 40, {}, DrawnTarget::Sizes);
    for (std::int64_t i = 0; i < 12; ++i) {
        const SoundingShapes shapes(40 + static_cast<std::uint64_t>(i));
        CHECK(kinds.example({i, 0, 0.0}).target ==
              std::vector<float>{static_cast<float>(shapes.kind(shapes.loudest()))});
        const auto octaves = pitches.example({i, 0, 0.0}).target;
        REQUIRE(octaves.size() == 1);
        CHECK(octaves[0] >= 0.0F);
        CHECK(octaves[0] <= 2.0F);
        const auto radii = sizes.example({i, 0, 0.0}).target;
        REQUIRE(radii.size() == kShapeKinds);
        const auto largest = std::max_element(radii.begin(), radii.end());
        CHECK(largest - radii.begin() == static_cast<int>(shapes.kind(shapes.loudest())));
        CHECK(*largest == Approx(10.0 * shapes.radius(shapes.loudest())));
        for (int kind = 0; kind < kShapeKinds; ++kind) {
            bool there = false;
            for (int shape = 0; shape < shapes.count(); ++shape)
                there = there || static_cast<int>(shapes.kind(shape)) == kind;
            CHECK((radii[static_cast<std::size_t>(kind)] > 0.0F) == there);
        }
    }
}

TEST_CASE("of drawn clips as many are close calls as are wanted, and none is there twice") {
    const auto seedOf = [](const DrawnSource& source, std::int64_t i) {
        return std::stoull(source.name(i).substr(std::string("synth:").size()));
    };
    for (const double share : {0.0, 0.5, 1.0}) {
        const DrawnSource source(smallInput(), 90, {}, DrawnTarget::LoudestShape, {}, share);
        int close = 0;
        std::set<std::uint64_t> seeds;
        for (std::int64_t i = 0; i < 200; ++i) {
            const SoundingShapes shapes(seedOf(source, i));
            close += shapes.lead() < 0.025 ? 1 : 0;
            seeds.insert(seedOf(source, i));
        }
        CHECK(seeds.size() == 200);
        // A quarter is close by chance.
        CHECK(close >= static_cast<int>(200 * (share + 0.25 * (1 - share))) - 25);
        CHECK(close <= static_cast<int>(200 * (share + 0.25 * (1 - share))) + 25);
        const std::uint64_t seed = seedOf(source, 3);
        const Example example = source.example({3, 0, 0.0});
        CHECK(example.pixels.values ==
              DrawnSource(smallInput(), seed, {}, DrawnTarget::None).example({0, 0, 0.0}).pixels.values);
        const SoundingShapes shapes(seed);
        CHECK(example.target == std::vector<float>{static_cast<float>(shapes.kind(shapes.loudest()))});
    }
}

TEST_CASE("a drawn clip knows which pixels of its frames sound, unless the model cuts its frames out") {
    ModelInput input = smallInput();
    const std::vector<Grid> cover = DrawnSource(input, 4, {}, DrawnTarget::None).soundingCover({3, 0, 0.0});
    REQUIRE(cover.size() == 4);
    const SoundingShapes shapes(7);
    for (int f = 0; f < 4; ++f)
        CHECK(cover[static_cast<std::size_t>(f)].values == shapes.cover(f * input.seconds() / 4, 32).values);
    input.image.shortestEdge = 40;
    CHECK(DrawnSource(input, 4, {}, DrawnTarget::None).soundingCover({3, 0, 0.0}).empty());
}

TEST_CASE("other draws of a drawn clip are other segments of it") {
    const DrawnSource source(smallInput(), 11, {}, DrawnTarget::None);
    const Example beginning = source.example({1, 0, 0.0}), one = source.example({1, 1, 0.0});
    CHECK(beginning.audio.values == segmentAudio(SoundingShapes(12).sound(0.8, 8000), smallInput(), {}).values);
    CHECK(one.pixels.values != beginning.pixels.values);
    CHECK(one.audio.values != beginning.audio.values);
    CHECK(one.pixels.values != source.example({1, 2, 0.0}).pixels.values);
    CHECK(one.pixels.values == source.example({1, 1, 0.0}).pixels.values);
    const auto cover = source.soundingCover({1, 1, 0.0});
    REQUIRE(cover.size() == 4);
    CHECK(cover.front().values != source.soundingCover({1, 0, 0.0}).front().values);
}
