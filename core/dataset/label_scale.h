#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tvlt {

/// Where a regression's values lie: mean and standard deviation of each, so that a model can begin at the mean and
/// learn in deviations, whatever the unit. Empty: values are taken as they are.
struct LabelScale {
    std::vector<float> mean;
    std::vector<float> deviation; ///< above 0; 1 of a value that never changes
};

/// Of the clips `which` of `values` (one row a clip, all of one length). Empty for no clips and for rows without
/// values.
[[nodiscard]] LabelScale labelScale(const std::vector<std::vector<float>>& values, std::span<const std::int64_t> which);
/// Of all clips.
[[nodiscard]] LabelScale labelScale(const std::vector<std::vector<float>>& values);

} // namespace tvlt
