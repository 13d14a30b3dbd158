#pragma once

#include "widgets/figure/color_map.h"

#include <QImage>

namespace tvlt {

struct Grid;
struct Image;

/// The same pixels, in a format that QPainter draws fast. An empty picture gives a null QImage.
[[nodiscard]] QImage toQImage(const Image& image);

/// One pixel a cell: row 0 at the top, column 0 at the left. What an error map of a frame is.
[[nodiscard]] QImage gridImage(const Grid& grid, const ColorScale& scale);

/// A spectrogram as people read it: grid rows (time) run to the right, grid columns (mel bands) upwards. One pixel a
/// cell.
[[nodiscard]] QImage spectrogramImage(const Grid& grid, const ColorScale& scale);

} // namespace tvlt
