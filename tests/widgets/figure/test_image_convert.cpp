#include "core/base/grid.h"
#include "core/base/image.h"
#include "tests/support/catch.h"
#include "widgets/figure/image_convert.h"

using namespace tvlt;

TEST_CASE("a picture keeps its pixels") {
    Image image(3, 2);
    image.pixel(2, 1)[0] = 10;
    image.pixel(2, 1)[1] = 20;
    image.pixel(2, 1)[2] = 30;
    const QImage converted = toQImage(image);
    CHECK(converted.size() == QSize(3, 2));
    CHECK(converted.pixel(2, 1) == qRgb(10, 20, 30));
    CHECK(converted.pixel(0, 0) == qRgb(0, 0, 0));
    CHECK(toQImage(Image()).isNull());
}

TEST_CASE("a grid's first cell is at the top left, a spectrogram's at the bottom left") {
    const ColorScale scale{ColorMap::Viridis, 0.0F, 10.0F};
    Grid grid(3, 2, 0.0F);
    grid.at(2, 1) = 10.0F; // third row; third moment, second band
    const QRgb high = colorOf(ColorMap::Viridis, 1.0F);
    const QImage map = gridImage(grid, scale);
    CHECK(map.size() == QSize(2, 3));
    CHECK(map.pixel(1, 2) == high);
    const QImage spectrogram = spectrogramImage(grid, scale);
    CHECK(spectrogram.size() == QSize(3, 2));
    CHECK(spectrogram.pixel(2, 0) == high);
    CHECK(spectrogram.pixel(2, 1) != high);
    CHECK(gridImage(Grid(), scale).isNull());
    CHECK(spectrogramImage(Grid(), scale).isNull());
}
