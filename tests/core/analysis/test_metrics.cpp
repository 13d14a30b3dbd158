#include "core/analysis/metrics.h"
#include "core/analysis/patch_pictures.h"
#include "core/analysis/ssim.h"
#include "tests/support/catch.h"

#include <algorithm>
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

namespace {

/// Wang et al.'s equation 13 at one pixel, summed over the whole window.
double ssimAt(const std::vector<float>& a, const std::vector<float>& b, int width, int height, int x, int y) {
    const auto inside = [](int i, int n) { return i < 0 ? -1 - i : i >= n ? 2 * n - 1 - i : i; };
    double weight = 0, ma = 0, mb = 0, aa = 0, bb = 0, ab = 0;
    for (int dy = -5; dy <= 5; ++dy)
        for (int dx = -5; dx <= 5; ++dx) {
            const double w = std::exp(-(dx * dx + dy * dy) / (2 * 1.5 * 1.5));
            const auto at = static_cast<std::size_t>(inside(y + dy, height) * width + inside(x + dx, width));
            const double p = static_cast<double>(a[at]);
            const double q = static_cast<double>(b[at]);
            weight += w;
            ma += w * p;
            mb += w * q;
            aa += w * p * p;
            bb += w * q * q;
            ab += w * p * q;
        }
    ma /= weight;
    mb /= weight;
    const double va = aa / weight - ma * ma;
    const double vb = bb / weight - mb * mb;
    const double c = ab / weight - ma * mb;
    return (2 * ma * mb + 1e-4) * (2 * c + 9e-4) / ((ma * ma + mb * mb + 1e-4) * (va + vb + 9e-4));
}

} // namespace

TEST_CASE("structural similarity is the paper's formula at every pixel, edges mirrored") {
    const int width = 13;
    const int height = 9;
    std::vector<float> a;
    std::vector<float> b;
    for (int i = 0; i < width * height; ++i) {
        a.push_back(0.5F + 0.5F * std::sin(static_cast<float>(i) * 0.7F));
        b.push_back(0.5F + 0.4F * std::sin(static_cast<float>(i) * 0.7F + 0.5F));
    }
    const auto map = ssimMap(a, b, width, height);
    for (const auto& [x, y] : {std::pair{0, 0}, {12, 8}, {6, 4}, {1, 7}, {12, 0}})
        CHECK(static_cast<double>(map[static_cast<std::size_t>(y * width + x)]) ==
              Approx(ssimAt(a, b, width, height, x, y)).margin(1e-4));
    for (const float same : ssimMap(a, a, width, height))
        CHECK(same == Approx(1.0F).margin(1e-5));
}

TEST_CASE("similarity and errors of a frame are those of its patches alone") {
    PatchLayout layout = smallLayout();
    PixelInput scale;
    scale.frames = 2;
    scale.channels = 1;
    scale.width = 12;
    scale.height = 4;
    const std::vector<float> real(2 * 48, 0.0F);
    std::vector<float> said = real;
    std::fill(said.begin() + 48, said.end(), 0.5F); // the second frame alone is wrong
    const std::vector<std::uint8_t> hidden{1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0};
    const auto ssim = patchSsim(said, real, layout, scale);
    REQUIRE(ssim.size() == 12);
    CHECK(ssim[0] == Approx(1.0).margin(1e-5));
    CHECK(ssim[6] < 0.99);
    const PatchComparison patches{said, real, 8, hidden, {}};
    const std::vector<double> times{1.0, 1.5};
    const auto moments = metricsByFrame(patches, layout, scale, ssim, times, 2.25);
    REQUIRE(moments.size() == 2);
    CHECK(moments[0].metrics.masked.patches == 2);
    CHECK(*moments[0].metrics.masked.mse == 0.0);
    CHECK(moments[1].start == 1.5);
    CHECK(moments[1].duration == Approx(0.75));
    CHECK(moments[1].metrics.visible.patches == 5);
    CHECK(*moments[1].metrics.masked.mse == Approx(0.25));
    CHECK(*moments[1].metrics.masked.ssim == Approx(ssim[6]));
    // Together they are the whole.
    const auto whole = pixelMetrics(patches, scale, ssim);
    CHECK(*whole.masked.mse == Approx(0.25 / 3));
    CHECK(*whole.masked.ssim == Approx((ssim[0] + ssim[1] + ssim[6]) / 3));
}

TEST_CASE("sound is measured second by second, up to its last real row") {
    PatchLayout layout = smallLayout();
    layout.timeSteps = 5;
    const double column = 0.15; // a step of four columns is 0.6 s; middles at 0.3, 0.9, 1.5, 2.1 s
    const std::vector<float> real(static_cast<std::size_t>(layout.audioTokens()) * 8, 0.0F);
    std::vector<float> said = real;
    const auto step2 = said.begin() + 4 * 8;
    std::fill(step2, step2 + 2 * 8, 0.1F);
    const std::vector<std::uint8_t> hidden(10, 1);
    const auto moments = metricsBySecond({said, real, 8, hidden, {}}, layout, 14, 3.0, column);
    REQUIRE(moments.size() == 3);
    CHECK(moments[0].start == Approx(3.0));
    CHECK(moments[0].metrics.masked.patches == 4);
    CHECK(*moments[0].metrics.masked.maeDb == 0.0);
    CHECK(moments[1].start == Approx(4.2));
    CHECK(moments[1].duration == Approx(0.6));
    CHECK(*moments[1].metrics.masked.maeDb == Approx(4.0));
    CHECK(moments[2].start == Approx(4.8));
    CHECK(moments[2].duration == Approx(0.3)); // rows 12 and 13
}

TEST_CASE("borrowed statistics keep a patch's pattern and take the other's mean and contrast") {
    const std::vector<float> said{0, 1, 0, 1, 5, 5, 5, 5};
    const std::vector<float> real{2, 6, 2, 6, 1, 2, 3, 6};
    const auto borrowed = borrowedStatistics(said, real, 4);
    CHECK(borrowed == std::vector<float>{2, 6, 2, 6, 3, 3, 3, 3});
}
