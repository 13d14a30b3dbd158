#pragma once

#include <optional>
#include <vector>

namespace tvlt {

/// How often values fall into bins of one width.
struct Histogram {
    double low = 0.0; ///< of the first bin
    double width = 0.0;
    std::vector<int> counts; ///< empty: there are no values
};

/// Of the values that are there and finite, by the rule of Freedman and Diaconis (1981): bins 2 · IQR / ∛n wide, here
/// at least 1 and at most 60 of them. The last bin holds the greatest value.
[[nodiscard]] Histogram histogramOf(const std::vector<std::optional<double>>& values);

} // namespace tvlt
