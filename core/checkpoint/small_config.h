#pragma once

#include "core/model/config.h"

namespace tvlt {

/// What the small models of this program have in common: an encoder of 4 layers of width 192, a decoder of 2 of width
/// 128, patches of 8 × 8 pixels. Sizes of clips are the reference's.
[[nodiscard]] TvltConfig smallConfig();

} // namespace tvlt
