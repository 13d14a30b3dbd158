#pragma once

#include "core/analysis/analysis.h"

#include <optional>

namespace tvlt {

/// The MAE loss is a mean over hidden patches that hold signal: without any there is none.
[[nodiscard]] inline std::optional<double> hiddenLoss(const Reconstruction& reconstruction) {
    return reconstruction.metrics.masked.patches > 0 ? std::optional(reconstruction.loss) : std::nullopt;
}

} // namespace tvlt
