#pragma once

#include "core/training/train_options.h"

namespace tvlt {

/// Linear warm-up over `warmup` steps, then half a cosine down to lastLearningRate of it at the last step (Loshchilov
/// and Hutter 2017, without restarts). `step` counts from 0.
[[nodiscard]] double learningRateAt(std::int64_t step, std::int64_t steps, const OptimizerOptions& options);

} // namespace tvlt
