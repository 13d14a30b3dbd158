#pragma once

#include "core/training/train_options.h"

#include <cstdint>
#include <functional>
#include <string>

namespace tvlt {

/// The first of batch/2, batch/4, … 1 that `fits`; 0 when none does.
[[nodiscard]] std::int64_t largestBatchThatFits(std::int64_t batch, const std::function<bool(std::int64_t)>& fits);

/// What to try when a batch of `options` does not fit into memory and one of `fitting` clips does (0: not even one).
[[nodiscard]] std::string memoryAdvice(const TrainOptions& options, std::int64_t fitting);

} // namespace tvlt
