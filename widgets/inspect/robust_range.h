#pragma once

#include <vector>

namespace tvlt {

struct Grid;

/// The 99th percentile of all cells' magnitudes, rounded up to a readable number: one glaring cell does not darken a
/// heat map. At least a small positive number.
[[nodiscard]] float robustMaximum(const std::vector<Grid>& grids);
[[nodiscard]] float robustMaximum(const Grid& grid);

} // namespace tvlt
