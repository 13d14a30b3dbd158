#pragma once

#include "core/base/image.h"

namespace tvlt {

/// The picture in the size of a table's line: at most 48 pixels high, its proportions kept. Smaller ones stay.
[[nodiscard]] Image thumbnailOf(const Image& picture);

} // namespace tvlt
