#include "core/features/mask.h"
#include "core/features/patch_layout.h"
#include "tests/support/catch.h"
#include "widgets/figure/mask_painter.h"

#include <QImage>
#include <QPainter>

using namespace tvlt;

namespace {

constexpr QRgb kPaper = 0xff102030;

QImage paintedOver(const PatchCells& cells, const MaskStyle& style = {}) {
    QImage image(80, 80, QImage::Format_RGB32);
    image.fill(kPaper);
    QPainter painter(&image);
    paintHiddenPatches(painter, QRectF(image.rect()), cells, style);
    return image;
}

int changedPixels(const QImage& image, const QRect& rect) {
    int changed = 0;
    for (int y = rect.top(); y <= rect.bottom(); ++y)
        for (int x = rect.left(); x <= rect.right(); ++x)
            changed += image.pixel(x, y) != kPaper;
    return changed;
}

} // namespace

TEST_CASE("a frame's cells say which tokens are hidden and which are padding") {
    PatchLayout layout;
    layout.frames = 2;
    layout.patchRows = 2;
    layout.patchCols = 3;
    TokenMask mask;
    mask.hidden.assign(12, 0);
    mask.hidden[static_cast<std::size_t>(layout.pixelToken({1, 0, 2}))] = 1;
    std::vector<std::uint8_t> padded(12, 0);
    padded[static_cast<std::size_t>(layout.pixelToken({1, 1, 0}))] = 1;
    const auto cells = frameCells(layout, mask, padded, 1);
    CHECK(cells.at(0, 2) == PatchState::Hidden);
    CHECK(cells.at(1, 0) == PatchState::Padding);
    CHECK(cells.at(0, 0) == PatchState::Visible);
    CHECK(frameCells(layout, mask, padded, 0).at(0, 2) == PatchState::Visible);
    CHECK(frameCells(layout, {}, {}, 1).at(0, 2) == PatchState::Visible);
}

TEST_CASE("a spectrogram's cells run upwards in frequency and end with the signal") {
    PatchLayout layout;
    layout.timeSteps = 4;
    layout.bands = 2;
    TokenMask mask;
    mask.hidden.assign(8, 0);
    mask.hidden[static_cast<std::size_t>(layout.audioToken({1, 0}))] = 1;
    const auto cells = spectrogramCells(layout, mask, {}, 40);
    CHECK(cells.cols == 3);
    CHECK(cells.visibleCols == Approx(2.5));
    CHECK(cells.at(1, 1) == PatchState::Hidden); // band 0 is the bottom row
    CHECK(cells.at(0, 1) == PatchState::Visible);
    const QRectF picture(0.0, 0.0, 250.0, 100.0);
    CHECK(patchRect(cells, picture, 0, 2) == QRectF(200.0, 0.0, 50.0, 50.0));
    CHECK(patchRect(cells, picture, 1, 0) == QRectF(0.0, 50.0, 100.0, 50.0));
}

TEST_CASE("hidden patches are covered wholly and hatched, visible ones are untouched") {
    const PatchCells cells{
        2, 2, 2.0, {PatchState::Hidden, PatchState::Visible, PatchState::Padding, PatchState::Visible}, {}};
    const QImage image = paintedOver(cells);
    CHECK(changedPixels(image, {0, 0, 40, 40}) == 1600);
    CHECK(changedPixels(image, {40, 0, 40, 80}) == 0);
    const QRgb fill = MaskStyle{}.fill.rgb();
    int hatched = 0;
    int padding = 0;
    for (int y = 0; y < 40; ++y) {
        for (int x = 0; x < 40; ++x) {
            hatched += image.pixel(x, y) != fill;
            padding += image.pixel(x, y + 40) != fill;
        }
    }
    CHECK(hatched > 160);
    CHECK(hatched < 1200);
    CHECK(padding == 0);
}

TEST_CASE("blanking covers what is not hidden, padding too, and nothing else") {
    const PatchCells cells{
        2, 2, 2.0, {PatchState::Visible, PatchState::Hidden, PatchState::Padding, PatchState::Hidden}, {}};
    QImage image(80, 80, QImage::Format_RGB32);
    image.fill(kPaper);
    QPainter painter(&image);
    blankShownPatches(painter, QRectF(image.rect()), cells, Qt::white);
    painter.end();
    CHECK(changedPixels(image, QRect(0, 0, 40, 80)) == 40 * 80);
    CHECK(changedPixels(image, QRect(40, 0, 40, 80)) == 0);
}

TEST_CASE("a see-through mask keeps some of the picture") {
    const PatchCells cells{1, 1, 1.0, {PatchState::Hidden}, {}};
    MaskStyle style;
    style.opacity = 0.0;
    CHECK(changedPixels(paintedOver(cells, style), {0, 0, 80, 80}) == 0);
    style.opacity = 0.5;
    const QRgb mixed = paintedOver(cells, style).pixel(1, 40);
    CHECK(qRed(mixed) > qRed(kPaper));
    CHECK(qRed(mixed) < style.fill.red());
}

TEST_CASE("the patch grid draws the inner lines alone") {
    QImage image(80, 80, QImage::Format_RGB32);
    image.fill(kPaper);
    QPainter painter(&image);
    const PatchCells cells{2, 2, 2.0, std::vector<PatchState>(4, PatchState::Visible), {}};
    paintPatchGrid(painter, QRectF(image.rect()), cells, QPen(Qt::white, 2.0));
    painter.end();
    CHECK(image.pixel(40, 10) == 0xffffffff);
    CHECK(image.pixel(10, 40) == 0xffffffff);
    CHECK(image.pixel(1, 1) == kPaper);
    CHECK(image.pixel(20, 20) == kPaper);
}

TEST_CASE("patches that were set by hand have a corner, the others do not") {
    QImage image(80, 80, QImage::Format_RGB32);
    image.fill(kPaper);
    QPainter painter(&image);
    const PatchCells cells{2, 2, 2.0, std::vector<PatchState>(4, PatchState::Visible), {0, 1, 0, 0}};
    paintPins(painter, QRectF(image.rect()), cells);
    painter.end();
    CHECK(image.pixel(42, 2) == palette::kPinned.rgb());
    CHECK(changedPixels(image, {0, 0, 39, 80}) == 0);
    CHECK(changedPixels(image, {0, 41, 80, 39}) == 0);
}

TEST_CASE("columns of a picture keep their states, their pins and where it ends") {
    PatchCells cells{2, 3, 2.5, std::vector<PatchState>(6, PatchState::Visible), {0, 0, 1, 1, 0, 0}};
    cells.states[2] = PatchState::Hidden;
    const PatchCells part = columnsOf(cells, 1, 3);
    CHECK(part.cols == 2);
    CHECK(part.visibleCols == Approx(1.5));
    CHECK(part.at(0, 1) == PatchState::Hidden);
    CHECK(part.at(1, 0) == PatchState::Visible);
    CHECK(part.pinned == std::vector<std::uint8_t>{0, 1, 0, 0});
}
