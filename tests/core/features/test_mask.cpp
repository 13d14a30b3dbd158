#include "core/base/error.h"
#include "core/features/mask.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <set>

using namespace tvlt;

namespace {

PatchLayout baseLayout() {
    PatchLayout layout;
    layout.frames = 8;
    layout.patchRows = layout.patchCols = 14;
    layout.timeSteps = 128;
    layout.bands = 8;
    return layout;
}

int hiddenCount(const TokenMask& mask) {
    return std::accumulate(mask.hidden.begin(), mask.hidden.end(), 0);
}

} // namespace

TEST_CASE("tokens and places are inverse to each other") {
    const PatchLayout layout = baseLayout();
    CHECK(layout.pixelTokens() == 1568);
    CHECK(layout.audioTokens() == 1024);
    CHECK(layout.pixelPlace(196 + 14 + 3) == PixelPlace{1, 1, 3});
    CHECK(layout.audioPlace(8 * 5 + 2) == AudioPlace{5, 2});
    for (int token : {0, 1, 13, 14, 195, 196, 1567})
        CHECK(layout.pixelToken(layout.pixelPlace(token)) == token);
    for (int token : {0, 7, 8, 1023})
        CHECK(layout.audioToken(layout.audioPlace(token)) == token);
}

TEST_CASE("the kept share is truncated in double as the reference does it") {
    CHECK(keptTokens(1568, 0.75) == 392);
    CHECK(keptTokens(1024, 0.15) == 870);
    CHECK(keptTokens(10, 0.9) == 0); // 10 * (1 - 0.9) is just below 1
    CHECK(keptTokens(10, 0.0) == 10);
    CHECK(keptTokens(10, 1.0) == 0);
    CHECK_THROWS_AS(keptTokens(10, 1.5), Exception);
    CHECK_THROWS_AS(keptTokens(10, -0.1), Exception);
    CHECK_THROWS_AS(keptTokens(10, std::nan("")), Exception);
}

TEST_CASE("noise is the stated function of seed and position") {
    PatchLayout layout;
    layout.frames = layout.patchRows = 1;
    layout.patchCols = 4;
    layout.timeSteps = 3;
    layout.bands = 2;
    // Computed by a separate program in Python integers.
    const std::vector<float> pixel0{10946269.0F / 16777216.0F, 11764387.0F / 16777216.0F, 6494865.0F / 16777216.0F,
                                    11012794.0F / 16777216.0F};
    const std::vector<float> pixel7{12104898.0F / 16777216.0F, 10900229.0F / 16777216.0F, 9216971.0F / 16777216.0F,
                                    10137377.0F / 16777216.0F};
    const std::vector<float> audio7{8541437.0F / 16777216.0F,  12604101.0F / 16777216.0F, 15145384.0F / 16777216.0F,
                                    14255195.0F / 16777216.0F, 5785489.0F / 16777216.0F,  8323080.0F / 16777216.0F};
    const std::vector<float> frame7{8541437.0F / 16777216.0F,  8541437.0F / 16777216.0F,  12604101.0F / 16777216.0F,
                                    12604101.0F / 16777216.0F, 15145384.0F / 16777216.0F, 15145384.0F / 16777216.0F};
    CHECK(pixelNoise(layout, 0) == pixel0);
    CHECK(pixelNoise(layout, 7) == pixel7);
    CHECK(audioNoise(layout, 7, AudioMaskType::PatchLevel) == audio7);
    CHECK(audioNoise(layout, 7, AudioMaskType::FrameLevel) == frame7);
}

TEST_CASE("noise fills 0 to 1 evenly and differs by seed and modality") {
    const PatchLayout layout = baseLayout();
    const auto noise = pixelNoise(layout, 1);
    const auto [low, high] = std::minmax_element(noise.begin(), noise.end());
    CHECK(*low >= 0.0F);
    CHECK(*high < 1.0F);
    const double mean = std::accumulate(noise.begin(), noise.end(), 0.0) / static_cast<double>(noise.size());
    CHECK(mean == Approx(0.5).margin(0.03));
    CHECK(noise != pixelNoise(layout, 2));
    const auto audio = audioNoise(layout, 1, AudioMaskType::PatchLevel);
    CHECK_FALSE(std::equal(audio.begin(), audio.end(), noise.begin()));
}

TEST_CASE("idsRestore is the inverse of order and hidden follows it") {
    const PatchLayout layout = baseLayout();
    const double ratio = GENERATE(0.0, 0.15, 0.5, 0.75, 1.0);
    const TokenMask mask = maskFromNoise(pixelNoise(layout, 3), ratio);
    REQUIRE(mask.keep == keptTokens(1568, ratio));
    CHECK(hiddenCount(mask) == 1568 - mask.keep);
    bool inverse = true;
    bool consistent = true;
    for (std::size_t i = 0; i < mask.order.size(); ++i) {
        inverse = inverse && mask.idsRestore[static_cast<std::size_t>(mask.order[i])] == static_cast<std::int64_t>(i);
        consistent = consistent && (mask.idsRestore[i] >= mask.keep) == (mask.hidden[i] == 1);
    }
    CHECK(inverse);
    CHECK(consistent);
}

TEST_CASE("masks nest as the ratio rises") {
    const PatchLayout layout = baseLayout();
    MaskSettings settings;
    settings.audioType = GENERATE(AudioMaskType::FrameLevel, AudioMaskType::PatchLevel);
    settings.pixelPins.hidden = {5};
    settings.pixelPins.shown = {9, 10};
    settings.pixelRatio = settings.audioRatio = 0.0;
    Mask before = makeMask(layout, settings);
    for (int step = 1; step <= 20; ++step) {
        settings.pixelRatio = settings.audioRatio = step / 20.0;
        const Mask now = makeMask(layout, settings);
        const auto grows = [](const TokenMask& a, const TokenMask& b) {
            return std::equal(a.hidden.begin(), a.hidden.end(), b.hidden.begin(), std::less_equal<>());
        };
        CHECK(grows(before.pixel, now.pixel));
        CHECK(grows(before.audio, now.audio));
        before = now;
    }
}

TEST_CASE("equal noise keeps its order") {
    const std::vector<float> noise{0.5F, 0.5F, 0.1F, 0.5F};
    const TokenMask mask = maskFromNoise(noise, 0.5);
    CHECK(mask.order == std::vector<std::int64_t>{2, 0, 1, 3});
    CHECK(mask.hidden == std::vector<std::uint8_t>{0, 1, 0, 1});
}

TEST_CASE("a frame-level mask hides whole time steps, but for the one that the share cuts") {
    const PatchLayout layout = baseLayout();
    const Mask mask = makeMask(layout, {});
    CHECK(hiddenCount(mask.audio) == 1024 - 870);
    int cut = 0;
    for (int step = 0; step < layout.timeSteps; ++step) {
        int hidden = 0;
        for (int band = 0; band < layout.bands; ++band)
            hidden += mask.audio.hidden[static_cast<std::size_t>(layout.audioToken({step, band}))];
        cut += hidden != 0 && hidden != layout.bands ? 1 : 0;
    }
    CHECK(cut == 1);
}

TEST_CASE("pins override the draw and the ratio counts the others") {
    const PatchLayout layout = baseLayout();
    const auto noise = pixelNoise(layout, 11);
    Pins pins;
    pins.hidden = {0, 1, 2, 3};
    pins.shown = {100, 101};
    for (const double ratio : {0.0, 0.75, 1.0}) {
        const TokenMask mask = maskFromNoise(noise, ratio, pins);
        CHECK(mask.keep == 2 + keptTokens(1562, ratio));
        for (const int token : pins.hidden)
            CHECK(mask.hidden[static_cast<std::size_t>(token)] == 1);
        for (const int token : pins.shown)
            CHECK(mask.hidden[static_cast<std::size_t>(token)] == 0);
        CHECK(std::set<std::int64_t>(mask.order.begin(), mask.order.end()).size() == 1568);
    }
    CHECK_THROWS_WITH(maskFromNoise(noise, 0.5, {{1568}, {}}), ContainsSubstring("1568"));
    CHECK_THROWS_WITH(maskFromNoise(noise, 0.5, {{-1}, {}}), ContainsSubstring("-1"));
    CHECK_THROWS_WITH(maskFromNoise(noise, 0.5, {{4}, {4}}), ContainsSubstring("both"));
}
