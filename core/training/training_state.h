#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

namespace tvlt {

/// How far a run is: what resuming needs besides the weights and the optimizer's moments.
struct TrainingState {
    std::int64_t step = 0; ///< steps taken
    double bestLoss = std::numeric_limits<double>::infinity();
    std::int64_t bestStep = 0;
    std::int64_t validationsSinceBest = 0;
};

} // namespace tvlt
