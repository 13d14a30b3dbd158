#include "tests/support/catch.h"
#include "widgets/figure/color_map.h"

#include <cmath>
#include <limits>

using namespace tvlt;

namespace {

/// CIE lightness of an sRGB colour.
double lightness(QRgb color) {
    const auto linear = [](int level) {
        const double x = level / 255.0;
        return x <= 0.04045 ? x / 12.92 : std::pow((x + 0.055) / 1.055, 2.4);
    };
    const double y = 0.2126 * linear(qRed(color)) + 0.7152 * linear(qGreen(color)) + 0.0722 * linear(qBlue(color));
    return y > 0.008856 ? 116.0 * std::cbrt(y) - 16.0 : 903.3 * y;
}

} // namespace

TEST_CASE("maps for magnitude grow lighter all the way, in even steps") {
    for (const ColorMap map : {ColorMap::Magma, ColorMap::Inferno, ColorMap::Viridis, ColorMap::Cividis}) {
        INFO(colorMapName(map));
        const double whole = lightness(colorOf(map, 1.0F)) - lightness(colorOf(map, 0.0F));
        for (int i = 0; i < 16; ++i) {
            const auto at = [](int step) { return static_cast<float>(step) / 16.0F; };
            const double step = lightness(colorOf(map, at(i + 1))) - lightness(colorOf(map, at(i)));
            CHECK(step > 0.3 * whole / 16.0);
            CHECK(step < 1.7 * whole / 16.0);
        }
    }
}

TEST_CASE("the diverging map is lightest in the middle, blue below and red above, equally dark at both ends") {
    const auto at = [](float position) { return colorOf(ColorMap::Diverging, position); };
    CHECK(lightness(at(0.5F)) > 94.0);
    CHECK(qBlue(at(0.0F)) > qRed(at(0.0F)));
    CHECK(qRed(at(1.0F)) > qBlue(at(1.0F)));
    CHECK(lightness(at(0.0F)) == Approx(lightness(at(1.0F))).margin(6.0));
    for (float position = 0.0F; position < 0.45F; position += 0.05F) {
        CHECK(lightness(at(position)) < lightness(at(position + 0.05F)));
        CHECK(lightness(at(1.0F - position)) < lightness(at(0.95F - position)));
    }
}

TEST_CASE("positions beyond the map take its ends and NaN a colour of its own") {
    CHECK(colorOf(ColorMap::Magma, -3.0F) == 0xff000004);
    CHECK(colorOf(ColorMap::Magma, 7.0F) == 0xfffcfdbf);
    CHECK(colorOf(ColorMap::Magma, std::numeric_limits<float>::quiet_NaN()) == kNoValueColor);
    CHECK(ColorScale{ColorMap::Viridis, 0.0F, 1.0F}.colorAt(NAN) == kNoValueColor);
}

TEST_CASE("a scale maps its range onto the whole map and an empty range to the first colour") {
    const ColorScale scale{ColorMap::Inferno, -60.0F, 20.0F};
    CHECK(scale.colorAt(-60.0F) == colorOf(ColorMap::Inferno, 0.0F));
    CHECK(scale.colorAt(-20.0F) == colorOf(ColorMap::Inferno, 0.5F));
    CHECK(scale.colorAt(20.0F) == colorOf(ColorMap::Inferno, 1.0F));
    CHECK(ColorScale{ColorMap::Inferno, 3.0F, 3.0F}.colorAt(9.0F) == colorOf(ColorMap::Inferno, 0.0F));
    CHECK(signedScale(2.0F).colorAt(0.0F) == colorOf(ColorMap::Diverging, 0.5F));
}
