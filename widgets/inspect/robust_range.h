#pragma once

#include "widgets/figure/color_map.h"
#include "widgets/state/view_state.h"

#include <vector>

namespace tvlt {

struct Grid;

/// The 99th percentile of all cells' magnitudes, rounded up to a readable number: one glaring cell does not darken a
/// heat map. At least a small positive number.
[[nodiscard]] float robustMaximum(const std::vector<Grid>& grids);
[[nodiscard]] float robustMaximum(const Grid& grid);

/// How errors are coloured, up to their robust maximum: magnitudes from dark to light, or differences to either side of
/// zero.
template <class Errors> [[nodiscard]] ColorScale errorScale(const Errors& errors, const DisplayOptions& display) {
    const float most = robustMaximum(errors);
    return display.signedError ? signedScale(most) : ColorScale{display.colors.error, 0.0F, most};
}

} // namespace tvlt
