#pragma once

#include "core/analysis/analysis.h"
#include "widgets/figure/color_map.h"

namespace tvlt {

/// All levels that the model's audio unit can hold, in dB: the same colours in every view and figure.
inline constexpr ColorScale kLevelScale{ColorMap::Magma, valueToDb(-1.0F), valueToDb(1.0F)};

/// The same levels in other colours.
[[nodiscard]] constexpr ColorScale levelScale(ColorMap map) {
    return {map, kLevelScale.low, kLevelScale.high};
}

} // namespace tvlt
