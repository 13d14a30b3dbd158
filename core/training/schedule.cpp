#include "core/training/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tvlt {

double learningRateAt(std::int64_t step, std::int64_t steps, const OptimizerOptions& options) {
    if (step < options.warmup)
        return options.learningRate * static_cast<double>(step + 1) / static_cast<double>(options.warmup);
    const double left = static_cast<double>(std::max<std::int64_t>(1, steps - options.warmup));
    const double done = std::min(1.0, static_cast<double>(step - options.warmup) / left);
    const double cosine = 0.5 + 0.5 * std::cos(std::numbers::pi * done);
    return options.learningRate * (options.lastLearningRate + (1.0 - options.lastLearningRate) * cosine);
}

} // namespace tvlt
