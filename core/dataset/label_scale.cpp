#include "core/dataset/label_scale.h"

#include <cmath>
#include <numeric>

namespace tvlt {

LabelScale labelScale(const std::vector<std::vector<float>>& values, std::span<const std::int64_t> which) {
    LabelScale scale;
    if (which.empty() || values.empty())
        return scale;
    const auto count = static_cast<double>(which.size());
    for (std::size_t column = 0; column < values.front().size(); ++column) {
        double sum = 0.0;
        for (const std::int64_t clip : which)
            sum += values.at(static_cast<std::size_t>(clip)).at(column);
        const double mean = sum / count;
        double squares = 0.0;
        for (const std::int64_t clip : which)
            squares += std::pow(values[static_cast<std::size_t>(clip)][column] - mean, 2.0);
        const auto deviation = static_cast<float>(std::sqrt(squares / count));
        scale.mean.push_back(static_cast<float>(mean));
        scale.deviation.push_back(deviation > 0.0F ? deviation : 1.0F);
    }
    return scale;
}

LabelScale labelScale(const std::vector<std::vector<float>>& values) {
    std::vector<std::int64_t> all(values.size());
    std::iota(all.begin(), all.end(), 0);
    return labelScale(values, all);
}

} // namespace tvlt
