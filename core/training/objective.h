#pragma once

#include "core/training/batch.h"
#include "core/training/batch_masks.h"
#include "core/training/train_options.h"

#include <stop_token>

namespace tvlt {

struct Modules;

/// The loss of one batch and its parts. NaN: not computed.
struct Losses {
    double loss = 0.0;
    double pixel = std::numeric_limits<double>::quiet_NaN();
    double audio = std::numeric_limits<double>::quiet_NaN();
    double matching = std::numeric_limits<double>::quiet_NaN();
    double task = std::numeric_limits<double>::quiet_NaN();     ///< cross entropy, or mean squared error in deviations
    double accuracy = std::numeric_limits<double>::quiet_NaN(); ///< of matching, or of classes
};

/// How a batch is looked at: with the ratios of a training batch, or the fixed ones of validation.
struct PassOptions {
    BatchRatios ratios;
    std::uint64_t maskSeed = 0;
    bool recompute = false;
    std::vector<float> deviation; ///< of each value of a regression, which errors are measured in; empty: 1
    std::stop_token stop;         ///< throws Cancelled within one transformer block
};

/// The weighted loss (a scalar tensor to be differentiated) and its parts as numbers.
struct Objective {
    torch::Tensor loss;
    Losses parts;
};

/// Runs the model on a batch: for pre-training the masked pass on all examples and the matching pass on those that are
/// paired, else the classifier.
[[nodiscard]] Objective computeObjective(const Modules& modules, const Batch& batch, const TrainOptions& options,
                                         const PassOptions& pass);

} // namespace tvlt
