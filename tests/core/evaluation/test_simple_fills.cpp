#include "core/base/error.h"
#include "core/base/random.h"
#include "core/evaluation/simple_fills.h"
#include "core/features/mask.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <cmath>

using namespace tvlt;

namespace {

/// 3 frames of 2 × 3 patches of one pixel; 4 time steps × 2 bands of 2 × 1 values.
PatchLayout smallLayout() {
    PatchLayout layout;
    layout.frames = 3;
    layout.patchRows = 2;
    layout.patchCols = 3;
    layout.patchHeight = layout.patchWidth = 1;
    layout.timeSteps = 4;
    layout.bands = 2;
    layout.patchColumns = 2;
    layout.patchMels = 1;
    return layout;
}

using Flags = std::vector<std::uint8_t>;

std::vector<float> noise(std::size_t count, std::uint64_t key) {
    std::vector<float> values(count);
    for (std::size_t i = 0; i < count; ++i)
        values[i] = static_cast<float>(uniformAt(key, i) * 2 - 1);
    return values;
}

} // namespace

TEST_CASE("the clip's mean is taken of visible patches, value by value") {
    PatchLayout layout = smallLayout();
    layout.frames = 1;
    layout.patchRows = 1;
    const std::vector<float> patches{1, 10, 3, 30, 100, 1000}; // three patches of two values
    const Flags visible{1, 1, 0};
    CHECK(fillPixels(PixelFill::ClipMean, patches, layout, visible) == std::vector<float>{1, 10, 3, 30, 2, 20});
}

TEST_CASE("the nearest visible patch of the frame fills a hidden one, the first of several, else the clip's mean") {
    const PatchLayout layout = smallLayout();
    const std::vector<float> patches{0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 20, 21, 22, 23, 24, 25};
    const Flags visible{0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0};
    const auto painted = fillPixels(PixelFill::NearestInFrame, patches, layout, visible);
    const auto mean = static_cast<float>((1 + 5 + 20) / 3.0);
    // Token 2 is as near to 1 as to 5, token 4 likewise: the first.
    const std::vector<float> expected{1, 1, 1, 1, 1, 5, mean, mean, mean, mean, mean, mean, 20.0, 20, 20, 20, 20, 20};
    CHECK(painted == expected);
}

TEST_CASE("distance in a frame is that of pixels where patches are not square") {
    PatchLayout layout = smallLayout();
    layout.frames = 1;
    layout.patchHeight = 4; // the patch below is farther than the one two to the side
    const Flags visible{0, 0, 1, 1, 0, 0};
    const std::vector<float> patches(24, 0.0F);
    std::vector<float> marked = patches;
    std::fill(marked.begin() + 8, marked.begin() + 12, 2.0F);
    std::fill(marked.begin() + 12, marked.begin() + 16, 3.0F);
    CHECK(fillPixels(PixelFill::NearestInFrame, marked, layout, visible).front() == 2.0F);
}

TEST_CASE("the same place in the nearest frame fills a hidden patch, the earlier of two, else one of its own frame") {
    const PatchLayout layout = smallLayout();
    std::vector<float> patches(18);
    for (std::size_t i = 0; i < patches.size(); ++i)
        patches[i] = static_cast<float>(i);
    Flags visible(18, 0);
    visible[0] = visible[12] = 1; // place (0, 0) of frames 0 and 2
    visible[13] = 1;              // place (0, 1) of frame 2 alone
    const auto painted = fillPixels(PixelFill::NearestFrame, patches, layout, visible);
    CHECK(painted[6] == 0.0F);  // two frames are equally near
    CHECK(painted[1] == 13.0F); // from two frames away
    CHECK(painted[7] == 13.0F);
    CHECK(painted[14] == 13.0F);                      // never visible: from its own frame
    CHECK(painted[8] == Approx((0 + 12 + 13) / 3.0)); // and nothing of its frame is: the mean
}

TEST_CASE("sound is interpolated in time between visible rows of a band, and goes on as it ends") {
    const PatchLayout layout = smallLayout();
    // (rows, bands): band 0 holds 0…7, band 1 ten times that. Tokens are time-major, two rows each.
    std::vector<float> patches(16);
    for (int row = 0; row < 8; ++row)
        for (int band = 0; band < 2; ++band)
            patches[static_cast<std::size_t>(layout.audioToken({row / 2, band}) * 2 + row % 2)] =
                static_cast<float>(row * (band == 0 ? 1 : 10) * (row == 7 ? 5 : 1));
    Flags visible{0, 1, 1, 0, 0, 0, 1, 1}; // steps × bands
    const auto painted = fillAudio(AudioFill::Interpolation, patches, layout, visible);
    const auto at = [&](int row, int band) {
        return painted[static_cast<std::size_t>(layout.audioToken({row / 2, band}) * 2 + row % 2)];
    };
    CHECK(at(0, 0) == 2.0F); // before the first visible row
    CHECK(at(1, 0) == 2.0F);
    CHECK(at(4, 0) == Approx(4.0)); // between rows 3 and 6
    CHECK(at(5, 0) == Approx(5.0));
    CHECK(at(2, 1) == Approx(20.0)); // between rows 1 and 6
    CHECK(at(5, 1) == Approx(50.0));
    visible[6] = 0;
    CHECK(fillAudio(AudioFill::Interpolation, patches, layout, visible)[12] == 3.0F); // after the last
}

TEST_CASE("a band's mean is that of its visible values, and of all where it has none") {
    const PatchLayout layout = smallLayout();
    const std::vector<float> patches{1, 3, 100, 200, 9, 9, 9, 9, 9, 9, 9, 9, 5, 7, 9, 9};
    Flags visible{1, 0, 0, 0, 0, 0, 1, 0};
    for (const AudioFill fill : kAudioFills) {
        const auto painted = fillAudio(fill, patches, layout, visible);
        CHECK(painted[2] == 4.0F);
        CHECK(painted[15] == 4.0F);
    }
    visible[1] = 1;
    const auto painted = fillAudio(AudioFill::BandMean, patches, layout, visible);
    CHECK(painted[4] == 4.0F);
    CHECK(painted[6] == 150.0F);
}

TEST_CASE("fills keep what is visible, never look at what is not, and paint nothing into nothing") {
    const PatchLayout layout = smallLayout();
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const Mask mask = makeMask(layout, {0.75, 0.5, AudioMaskType::PatchLevel, seed, {}, {}, {}});
        const auto check = [&](const TokenMask& tokens, std::size_t values, auto&& fill) {
            Flags visible(tokens.hidden.size());
            std::transform(tokens.hidden.begin(), tokens.hidden.end(), visible.begin(),
                           [](std::uint8_t hidden) { return static_cast<std::uint8_t>(1 - hidden); });
            const auto patches = noise(visible.size() * values, seed);
            auto changed = patches;
            for (std::size_t i = 0; i < changed.size(); ++i)
                if (visible[i / values] == 0)
                    changed[i] = 1e6F;
            const std::vector<float> painted = fill(patches, visible);
            CHECK(painted == fill(changed, visible));
            const auto errors = patchErrors(painted, patches, visible);
            CHECK(errors.sum == 0.0);
            CHECK(errors.patches == tokens.keep);
            const std::vector<float> empty = fill(patches, Flags(visible.size(), 0));
            CHECK(std::all_of(empty.begin(), empty.end(), [](float v) { return v == 0.0F; }));
        };
        for (const PixelFill kind : kPixelFills)
            check(mask.pixel, 3, [&](const auto& p, const auto& v) { return fillPixels(kind, p, layout, v); });
        for (const AudioFill kind : kAudioFills)
            check(mask.audio, 2, [&](const auto& p, const auto& v) { return fillAudio(kind, p, layout, v); });
    }
}

TEST_CASE("errors are means over a patch, added over scored patches") {
    const std::vector<float> painted{0, 0, 1, 1, 5, 5}, target{1, 3, 1, 1, 0, 0};
    const ErrorSum errors = patchErrors(painted, target, Flags{1, 1, 0});
    CHECK(errors.sum == 5.0);
    CHECK(errors.patches == 2);
    CHECK(errors.mse() == 2.5);
    CHECK(sumOfErrors(std::vector<float>{5, 0, 25}, Flags{1, 1, 0}).mse() == 2.5);
    CHECK(std::isnan(ErrorSum{}.mse()));
    CHECK_THROWS_AS(patchErrors(painted, std::vector<float>{1}, Flags{1}), Exception);
    CHECK_THROWS_AS(fillPixels(PixelFill::ClipMean, painted, smallLayout(), Flags{1}), Exception);
    CHECK_THROWS_AS(fillAudio(AudioFill::BandMean, painted, smallLayout(), Flags{1}), Exception);
}
