#include "core/analysis/metrics.h"
#include "core/analysis/patch_pictures.h"
#include "tests/support/catch.h"

#include <cmath>
#include <numeric>

using namespace tvlt;

namespace {

PatchLayout smallLayout() {
    PatchLayout layout;
    layout.frames = 2;
    layout.patchRows = 2;
    layout.patchCols = 3;
    layout.patchHeight = 2;
    layout.patchWidth = 4;
    layout.timeSteps = 3;
    layout.bands = 2;
    layout.patchColumns = 4;
    layout.patchMels = 2;
    return layout;
}

std::vector<float> counting(std::size_t count) {
    std::vector<float> values(count);
    std::iota(values.begin(), values.end(), 0.0F);
    return values;
}

} // namespace

TEST_CASE("a patch's error is the mean of its squared differences") {
    const std::vector<float> said{1, 2, 3, 4};
    const std::vector<float> real{1, 0, 3, 7};
    CHECK(patchErrors(said, real, 2) == std::vector<double>{2.0, 4.5});
}

TEST_CASE("hidden and visible patches are measured apart and padding in neither") {
    PixelInput scale;
    scale.channels = 1;
    const std::vector<float> real(8, 0.0F);
    const std::vector<float> said{0.5F, 0.5F, 0.25F, 0.25F, 9.0F, 9.0F, 0.125F, 0.125F};
    const std::vector<std::uint8_t> hidden{1, 0, 1, 1};
    const std::vector<std::uint8_t> padded{0, 0, 1, 0};
    const auto m = pixelMetrics({said, real, 2, hidden, padded}, scale);
    CHECK(m.masked.patches == 2);
    CHECK(m.visible.patches == 1);
    CHECK(*m.masked.mse == Approx((0.25 + 0.015625) / 2));
    CHECK(*m.visible.mse == Approx(0.0625));
    CHECK_FALSE(m.masked.maeDb);
    // On [0, 1] a difference in model units halves, and its square is a quarter.
    CHECK(*m.visible.psnr == Approx(-10 * std::log10(0.0625 / 4)));
}

TEST_CASE("psnr clips pictures to what can be shown, and there is none without error") {
    PixelInput scale;
    scale.channels = 1;
    const std::vector<float> real{1.0F, 0.0F};
    const std::vector<float> said{3.0F, 0.0F};
    const auto m = pixelMetrics({said, real, 1, std::vector<std::uint8_t>{1, 0}, {}}, scale);
    CHECK(*m.masked.mse == Approx(4.0));
    CHECK_FALSE(m.masked.psnr);
    CHECK(*m.visible.mse == 0.0);
    CHECK_FALSE(m.visible.psnr);
}

TEST_CASE("an empty set of patches has no values") {
    PixelInput scale;
    const std::vector<float> values(6, 0.5F);
    const auto m = pixelMetrics({values, values, 3, std::vector<std::uint8_t>{0, 0}, {}}, scale);
    CHECK(m.masked.patches == 0);
    CHECK_FALSE(m.masked.mse);
    CHECK_FALSE(m.masked.psnr);
}

TEST_CASE("the error in decibels counts real rows alone, the mse whole patches") {
    const PatchLayout layout = smallLayout();
    const std::vector<float> real(static_cast<std::size_t>(layout.audioTokens()) * 8, 0.0F);
    std::vector<float> said = real;
    // Token 2 is the lower band of step 1: rows 4 to 7. Row 4 is off by 0.1, row 5 (padding) by 0.5.
    const std::size_t first = 2 * 8;
    said[first] = said[first + 1] = 0.1F;
    said[first + 2] = said[first + 3] = 0.5F;
    std::vector<std::uint8_t> hidden(6, 0);
    hidden[2] = 1;
    const auto m = audioMetrics({said, real, 8, hidden, {}}, layout, 5);
    CHECK(*m.masked.mse == Approx((2 * 0.01 + 2 * 0.25) / 8));
    CHECK(*m.masked.maeDb == Approx(4.0));
    CHECK(*m.visible.maeDb == 0.0);
    CHECK_FALSE(m.masked.psnr);
}

TEST_CASE("patches put their values in the order row, column, channel") {
    const PatchLayout layout = smallLayout();
    const int channels = 3;
    const auto frames = counting(2 * 3 * 4 * 12); // (F, C, H, W)
    const auto patches = patchesFromFrames(frames, layout, channels);
    // Frame 1, patch row 1, patch column 2; in it row 1, column 3, channel 2.
    const std::size_t token = static_cast<std::size_t>(layout.pixelToken({1, 1, 2}));
    const std::size_t inside = (1 * 4 + 3) * 3 + 2;
    CHECK(patches[token * 24 + inside] == frames[((1 * 3 + 2) * 4 + 3) * 12 + 11]);
    CHECK(framesFromPatches(patches, layout, channels) == frames);
}

TEST_CASE("sound's patches hold rows of time, each with its bands") {
    const PatchLayout layout = smallLayout();
    const auto rows = counting(12 * 4);
    const auto patches = patchesFromSpectrogram(rows, layout);
    const std::size_t token = static_cast<std::size_t>(layout.audioToken({2, 1}));
    CHECK(patches[token * 8 + 3 * 2 + 1] == rows[11 * 4 + 3]);
    CHECK(spectrogramFromPatches(patches, layout) == rows);
}

TEST_CASE("pasting takes hidden patches from the prediction alone") {
    const std::vector<float> said{1, 1, 2, 2};
    const std::vector<float> real{5, 5, 6, 6};
    CHECK(pastePatches(said, real, std::vector<std::uint8_t>{0, 1}) == std::vector<float>{5, 5, 2, 2});
}

TEST_CASE("model units become levels through mean, deviation and rescale factor") {
    PixelInput scale;
    scale.frames = 1;
    scale.height = scale.width = 1;
    scale.mean = {0.5F, 0.25F, 0.0F};
    scale.std = {0.5F, 0.5F, 1.0F};
    const auto images = imagesFromFrames(std::vector<float>{-1.0F, 0.5F, 7.0F}, scale);
    REQUIRE(images.size() == 1);
    CHECK(images[0].rgb == std::vector<std::uint8_t>{0, 128, 255});
}
