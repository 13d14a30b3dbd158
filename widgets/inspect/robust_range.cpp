#include "widgets/inspect/robust_range.h"

#include "core/base/grid.h"
#include "widgets/figure/tick.h"

#include <algorithm>
#include <cmath>

namespace tvlt {
namespace {

float percentile99(std::vector<float> values) {
    std::erase_if(values, [](float v) { return !std::isfinite(v); });
    if (values.empty())
        return 1.0F;
    for (float& value : values)
        value = std::abs(value);
    const auto nth = values.begin() + std::ptrdiff_t(double(values.size() - 1) * 0.99);
    std::nth_element(values.begin(), nth, values.end());
    return float(niceCeiling(std::max(*nth, 1e-6F)));
}

} // namespace

float robustMaximum(const std::vector<Grid>& grids) {
    std::vector<float> values;
    for (const Grid& grid : grids)
        values.insert(values.end(), grid.values.begin(), grid.values.end());
    return percentile99(std::move(values));
}

float robustMaximum(const Grid& grid) {
    return percentile99(grid.values);
}

} // namespace tvlt
