#include "widgets/figure/color_map.h"

#include "core/base/name_table.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace tvlt {
namespace {

constexpr NameTable<ColorMap, 5> kNames{{{ColorMap::Magma, "magma"},
                                         {ColorMap::Inferno, "inferno"},
                                         {ColorMap::Viridis, "viridis"},
                                         {ColorMap::Cividis, "cividis"},
                                         {ColorMap::Diverging, "diverging"}}};

constexpr std::size_t kColors = 256;
constexpr std::size_t kNodes = 33;
using Nodes = std::array<QRgb, kNodes>;
using Table = std::array<QRgb, kColors>;

// Every eighth colour of the maps by Smith and van der Walt (magma, inferno, viridis) and by Nuñez, Anderton and
// Renslow (cividis), all in the public domain. Straight lines between them stay within 2 of 255 (cividis: 6) of the
// full maps.
constexpr Nodes kMagma{0x000004, 0x030311, 0x0a0822, 0x130d33, 0x1d1146, 0x28115a, 0x36106a, 0x430f76, 0x50127c,
                       0x5d177f, 0x691c81, 0x762181, 0x822681, 0x8f2a81, 0x9c2e7f, 0xa9327d, 0xb63779, 0xc33b75,
                       0xcf4170, 0xdb486a, 0xe65163, 0xee5c5e, 0xf5695c, 0xf9785d, 0xfb8761, 0xfd9668, 0xfea571,
                       0xfeb47b, 0xfec387, 0xfed194, 0xfde0a2, 0xfceeb0, 0xfcfdbf};
constexpr Nodes kInferno{0x000004, 0x040312, 0x0b0724, 0x150b37, 0x210c4a, 0x2e0a5a, 0x3c0965, 0x4a0c6b, 0x57106d,
                         0x63146e, 0x70196e, 0x7d1e6d, 0x89226a, 0x962766, 0xa32b61, 0xaf315c, 0xbb3755, 0xc63e4d,
                         0xd14644, 0xdb4f3b, 0xe35932, 0xeb6528, 0xf1711e, 0xf67f14, 0xf98d0a, 0xfb9c06, 0xfcab0f,
                         0xfbba1f, 0xf9ca32, 0xf5d949, 0xf2e865, 0xf3f586, 0xfcffa4};
constexpr Nodes kViridis{0x440154, 0x470d60, 0x48186a, 0x482374, 0x472d7b, 0x453681, 0x424086, 0x3f4989, 0x3b528b,
                         0x375a8d, 0x33638d, 0x2f6a8e, 0x2c728e, 0x297a8e, 0x26818e, 0x23898e, 0x21908c, 0x1f988b,
                         0x1f9f88, 0x21a685, 0x28ae80, 0x31b57b, 0x3ebc74, 0x4cc26c, 0x5dc963, 0x6ece58, 0x82d34c,
                         0x96d83f, 0xabdc32, 0xc0df24, 0xd5e21a, 0xeae51a, 0xfde725};
constexpr Nodes kCividis{0x00224e, 0x00285b, 0x002e6a, 0x043371, 0x1a386f, 0x273e6e, 0x32436d, 0x3b496c, 0x434e6c,
                         0x4b546c, 0x52596d, 0x5a5f6e, 0x61656f, 0x686a71, 0x6f7073, 0x757676, 0x7c7b78, 0x848179,
                         0x8b8778, 0x938d78, 0x9b9376, 0xa39a75, 0xaba072, 0xb3a670, 0xbbad6c, 0xc3b469, 0xccba64,
                         0xd4c15f, 0xddc958, 0xe6d051, 0xefd748, 0xf8df3c, 0xfee838};

int rounded(double value) {
    return static_cast<int>(std::lround(value));
}

Table tableOf(const Nodes& nodes) {
    Table table{};
    for (std::size_t i = 0; i < kColors; ++i) {
        const double at = static_cast<double>(i) / (kColors - 1) * (kNodes - 1);
        const auto left = std::min(static_cast<std::size_t>(at), kNodes - 2);
        const double share = at - static_cast<double>(left);
        const auto mix = [&](int a, int b) { return rounded(a + share * (b - a)); };
        const QRgb a = nodes[left];
        const QRgb b = nodes[left + 1];
        table[i] = qRgb(mix(qRed(a), qRed(b)), mix(qGreen(a), qGreen(b)), mix(qBlue(a), qBlue(b)));
    }
    return table;
}

/// sRGB of an Oklab colour (Ottosson, "A perceptual color space for image processing", 2020).
QRgb fromOklab(double lightness, double a, double b) {
    const auto cube = [](double x) { return x * x * x; };
    const double l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
    const double m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
    const double s = cube(lightness - 0.0894841775 * a - 1.2914855480 * b);
    const auto encode = [](double linear) {
        const double x = std::clamp(linear, 0.0, 1.0);
        return rounded(255.0 * (x <= 0.0031308 ? 12.92 * x : 1.055 * std::pow(x, 1.0 / 2.4) - 0.055));
    };
    return qRgb(encode(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
                encode(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
                encode(-0.0041960863 * l - 0.7034186147 * m + 1.7076147010 * s));
}

/// Lightness falls straight from the middle to both ends; the hues are blue and red, told apart by all common kinds of
/// colour vision.
Table divergingTable() {
    constexpr double kMiddleLightness = 0.97;
    constexpr double kEndLightness = 0.42;
    constexpr double kChroma = 0.15;
    constexpr double kDegree = 3.14159265358979323846 / 180.0;
    Table table{};
    for (std::size_t i = 0; i < kColors; ++i) {
        const double signedPosition = 2.0 * static_cast<double>(i) / (kColors - 1) - 1.0;
        const double distance = std::abs(signedPosition);
        const double hue = (signedPosition < 0.0 ? 255.0 : 27.0) * kDegree;
        const double chroma = kChroma * std::pow(distance, 0.8);
        table[i] = fromOklab(kMiddleLightness + (kEndLightness - kMiddleLightness) * distance, chroma * std::cos(hue),
                             chroma * std::sin(hue));
    }
    return table;
}

const Table& tableFor(ColorMap map) {
    static const std::array<Table, 5> tables{tableOf(kMagma), tableOf(kInferno), tableOf(kViridis), tableOf(kCividis),
                                             divergingTable()};
    return tables[static_cast<std::size_t>(map)];
}

} // namespace

QRgb colorOf(ColorMap map, float position) {
    if (std::isnan(position))
        return kNoValueColor;
    const float clamped = std::clamp(position, 0.0F, 1.0F);
    return tableFor(map)[static_cast<std::size_t>(std::lround(clamped * (kColors - 1)))];
}

std::string_view colorMapName(ColorMap map) {
    return nameIn(kNames, map);
}

std::optional<ColorMap> colorMapFromName(std::string_view name) {
    return valueIn(kNames, name);
}

QRgb ColorScale::colorAt(float value) const {
    if (std::isnan(value))
        return kNoValueColor;
    return colorOf(map, high > low ? (value - low) / (high - low) : 0.0F);
}

ColorScale signedScale(float magnitude) {
    return {ColorMap::Diverging, -magnitude, magnitude};
}

} // namespace tvlt
