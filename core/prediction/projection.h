#pragma once

#include <array>
#include <vector>

namespace tvlt {

/// States in the plane of their two greatest principal components.
struct Projection {
    std::vector<std::array<double, 2>> points; ///< one a state
    std::array<double, 2> explained{};         ///< shares of the variance
};

/// Principal component analysis of states of one length: centred, not scaled. The sign of an axis is chosen so that its
/// greatest weight is positive. Of fewer than two states, or of equal ones, all points lie at 0. Throws BadInput for
/// states of different lengths.
[[nodiscard]] Projection projectStates(const std::vector<std::vector<float>>& states);

} // namespace tvlt
