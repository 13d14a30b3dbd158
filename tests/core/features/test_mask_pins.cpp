#include "core/base/error.h"
#include "core/features/mask_pins.h"
#include "core/features/mask_preset.h"
#include "tests/support/catch.h"

#include <algorithm>

using namespace tvlt;

namespace {

PatchLayout smallLayout() {
    PatchLayout layout;
    layout.frames = 4;
    layout.patchRows = 2;
    layout.patchCols = 3;
    layout.timeSteps = 5;
    layout.bands = 2;
    return layout;
}

} // namespace

TEST_CASE("a brush takes a patch, its whole moment or its place at all times") {
    const PatchLayout layout = smallLayout();
    const int pixel = layout.pixelToken({2, 1, 0});
    CHECK(brushTokens(layout, {Modality::Pixel, pixel}, BrushShape::Patch) == std::vector<int>{15});
    CHECK(brushTokens(layout, {Modality::Pixel, pixel}, BrushShape::Moment) ==
          std::vector<int>{12, 13, 14, 15, 16, 17});
    CHECK(brushTokens(layout, {Modality::Pixel, pixel}, BrushShape::Place) == std::vector<int>{3, 9, 15, 21});
    const int audio = layout.audioToken({3, 1});
    CHECK(brushTokens(layout, {Modality::Audio, audio}, BrushShape::Patch) == std::vector<int>{7});
    CHECK(brushTokens(layout, {Modality::Audio, audio}, BrushShape::Moment) == std::vector<int>{6, 7});
    CHECK(brushTokens(layout, {Modality::Audio, audio}, BrushShape::Place) == std::vector<int>{1, 3, 5, 7, 9});
    CHECK_THROWS_WITH(brushTokens(layout, {Modality::Audio, 10}, BrushShape::Patch), ContainsSubstring("10"));
    CHECK_THROWS_AS(brushTokens(layout, {Modality::Pixel, -1}, BrushShape::Moment), Exception);
}

TEST_CASE("painting moves patches between the lists, and the last stroke counts") {
    Pins pins;
    pins = withPins(pins, std::vector<int>{7, 3, 3}, PinTo::Hidden);
    CHECK(pins == Pins{{3, 7}, {}});
    pins = withPins(pins, std::vector<int>{3, 4}, PinTo::Shown);
    CHECK(pins == Pins{{7}, {3, 4}});
    pins = withPins(pins, std::vector<int>{4, 7}, PinTo::Random);
    CHECK(pins == Pins{{}, {3}});
}

TEST_CASE("only unpinned patches follow the ratio") {
    const PatchLayout layout = smallLayout();
    MaskSettings settings;
    settings.pinLayout = layout;
    settings.pixelPins = {{0, 5}, {1, 23}};
    for (const double ratio : {0.0, 0.3, 1.0}) {
        settings.pixelRatio = ratio;
        const TokenMask mask = makeMask(layout, settings).pixel;
        CHECK(mask.hidden[0] == 1);
        CHECK(mask.hidden[5] == 1);
        CHECK(mask.hidden[1] == 0);
        CHECK(mask.hidden[23] == 0);
        CHECK(std::count(mask.pinned.begin(), mask.pinned.end(), 1) == 4);
        CHECK(mask.keep == 2 + keptTokens(20, ratio));
    }
}

TEST_CASE("inverting twice gives the mask that it began with, and no patch stays as it was") {
    const PatchLayout layout = smallLayout();
    const TokenMask mask = makeMask(layout, {}).pixel;
    const auto draw = [&](const Pins& pins) { return maskFromNoise(pixelNoise(layout, 5), 0.4, pins); };
    const TokenMask inverted = draw(invertedPins(mask));
    for (std::size_t i = 0; i < mask.hidden.size(); ++i)
        CHECK(inverted.hidden[i] == 1 - mask.hidden[i]);
    CHECK(draw(invertedPins(inverted)).hidden == mask.hidden);
}

TEST_CASE("pins follow their place into another layout") {
    const PatchLayout coarse = smallLayout();
    PatchLayout fine = coarse;
    fine.frames = 8;
    fine.patchRows = 4;
    fine.patchCols = 6;
    fine.patchColumns = 8; // half as long
    fine.timeSteps = 12;   // and a little more sound
    fine.bands = 4;
    const Pins pixel{{coarse.pixelToken({1, 0, 2})}, {coarse.pixelToken({3, 1, 0})}};
    const Pins carried = refittedPins(pixel, Modality::Pixel, coarse, fine);
    CHECK(carried.hidden.size() == 8);
    for (const int token : carried.hidden) {
        const PixelPlace place = fine.pixelPlace(token);
        CHECK(place.frame / 2 == 1);
        CHECK(place.row / 2 == 0);
        CHECK(place.col / 2 == 2);
    }
    CHECK(carried.shown.size() == 8);
    CHECK(refittedPins(carried, Modality::Pixel, fine, coarse) == pixel);

    const Pins audio{{coarse.audioToken({4, 1})}, {}};
    const Pins fineAudio = refittedPins(audio, Modality::Audio, coarse, fine);
    CHECK(fineAudio.hidden == std::vector<int>{fine.audioToken({8, 2}), fine.audioToken({8, 3}),
                                               fine.audioToken({9, 2}), fine.audioToken({9, 3})});
    CHECK(refittedPins({{fine.audioToken({11, 0})}, {}}, Modality::Audio, fine, coarse).empty());
    CHECK(refittedPins(pixel, Modality::Pixel, coarse, PatchLayout{}).empty());
    CHECK(refittedPins({}, Modality::Pixel, PatchLayout{}, coarse).empty());
    CHECK_THROWS_AS(refittedPins({{24}, {}}, Modality::Pixel, coarse, fine), Exception);
}

TEST_CASE("a mask carries its pins over when the clip's layout is another one") {
    const PatchLayout coarse = smallLayout();
    PatchLayout fine = coarse;
    fine.patchRows *= 2;
    MaskSettings settings;
    settings.pinLayout = coarse;
    settings.pixelRatio = 0.0;
    settings.pixelPins.hidden = {0};
    const TokenMask mask = makeMask(fine, settings).pixel;
    CHECK(mask.hidden[static_cast<std::size_t>(fine.pixelToken({0, 0, 0}))] == 1);
    CHECK(mask.hidden[static_cast<std::size_t>(fine.pixelToken({0, 1, 0}))] == 1);
    CHECK(std::count(mask.hidden.begin(), mask.hidden.end(), 1) == 2);
}

TEST_CASE("presets ask what their names say, and keep the seed") {
    const PatchLayout layout = smallLayout();
    MaskSettings current;
    current.seed = 42;
    current.pixelPins.hidden = {1};
    current.pinLayout = layout;
    MaskSettings ratios;
    ratios.pixelRatio = 0.5;
    ratios.audioRatio = 0.25;
    const auto shares = [&](MaskPreset preset) {
        const MaskSettings settings = presetMask(preset, layout, 4, current, ratios);
        CHECK(settings.seed == 42);
        const Mask mask = makeMask(layout, settings);
        return std::pair{std::count(mask.pixel.hidden.begin(), mask.pixel.hidden.end(), 1),
                         std::count(mask.audio.hidden.begin(), mask.audio.hidden.end(), 1)};
    };
    CHECK(shares(MaskPreset::PictureFromSound) == std::pair<std::ptrdiff_t, std::ptrdiff_t>{24, 0});
    CHECK(shares(MaskPreset::SoundFromPicture) == std::pair<std::ptrdiff_t, std::ptrdiff_t>{0, 10});
    CHECK(shares(MaskPreset::Random) == std::pair<std::ptrdiff_t, std::ptrdiff_t>{12, 3});

    const Mask future = makeMask(layout, presetMask(MaskPreset::FutureFromPast, layout, 4, current, ratios));
    for (int token = 0; token < layout.pixelTokens(); ++token)
        CHECK((future.pixel.hidden[static_cast<std::size_t>(token)] == 1) == (layout.pixelPlace(token).frame >= 2));
    for (int token = 0; token < 8; ++token)
        CHECK((future.audio.hidden[static_cast<std::size_t>(token)] == 1) == (layout.audioPlace(token).step >= 2));
}

TEST_CASE("each preset has a name that leads back to it") {
    CHECK(allPresets().size() == 4);
    for (const MaskPreset preset : allPresets())
        CHECK(presetFromName(presetName(preset)) == preset);
    CHECK_FALSE(presetFromName("backwards"));
}
