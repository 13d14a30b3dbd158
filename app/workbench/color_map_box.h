#pragma once

#include "widgets/figure/color_map.h"

class QComboBox;

namespace tvlt {

/// A choice of the colour maps for heat maps, by name; each entry's data is its ColorMap.
[[nodiscard]] QComboBox* colorMapBox(const char* objectName, ColorMap chosen);

} // namespace tvlt
