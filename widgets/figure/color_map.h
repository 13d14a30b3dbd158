#pragma once

#include <QtGui/qrgb.h>

#include <optional>
#include <string_view>

namespace tvlt {

/// Maps of a number to a colour whose lightness runs evenly with the number. The first four are for magnitudes (dark is
/// low), Diverging is for signed differences: blue below, near white at the middle, red above.
enum class ColorMap { Magma, Inferno, Viridis, Cividis, Diverging };

/// The colour of a position in [0, 1]; positions beyond are clamped. Opaque. NaN has a grey that is in no map.
[[nodiscard]] QRgb colorOf(ColorMap map, float position);
/// "magma", "inferno", "viridis", "cividis", "diverging".
[[nodiscard]] std::string_view colorMapName(ColorMap map);
[[nodiscard]] std::optional<ColorMap> colorMapFromName(std::string_view name);

/// What NaN looks like.
inline constexpr QRgb kNoValueColor = 0xff808080;

/// A colour map over a range of values: what a heat map and its colour bar share.
struct ColorScale {
    ColorMap map = ColorMap::Magma;
    float low = 0.0F;  ///< value at the map's first colour
    float high = 1.0F; ///< value at its last one; an empty range shows every value as the first colour

    [[nodiscard]] QRgb colorAt(float value) const;
    bool operator==(const ColorScale&) const = default;
};

/// A diverging scale centred on zero: [-magnitude, magnitude].
[[nodiscard]] ColorScale signedScale(float magnitude);

} // namespace tvlt
