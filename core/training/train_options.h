#pragma once

#include "core/training/mask_pattern.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace tvlt {

enum class TrainTask { PreTraining, Classification, Regression };

/// How the masked pass hides. The defaults are the reference's.
struct MaskingOptions {
    double pixelRatio = 0.75;
    double audioRatio = 0.15;
    std::string audioType = "frame-level"; ///< or "patch-level"
    std::vector<MaskPattern> patterns;     ///< of some batches; their shares add up to at most 1
};

/// Factors of the parts of the pre-training loss; a part with 0 is not computed.
struct LossWeights {
    double pixel = 1.0;
    double audio = 1.0;
    double matching = 1.0;
};

/// Do picture and sound belong together? Half of the pairs are true in the reference.
struct MatchingOptions {
    double mixedShare = 0.5;   ///< of the pairs that are not true
    double shiftedShare = 0.0; ///< of those: the same clip's picture at another time, instead of another clip's
    double leastShift = 0.5;   ///< seconds
    double mostShift = 1.5;
    double batchShare = 1.0; ///< of a batch that is matched at all: matching costs more than the masked pass
};

/// AdamW with linear warm-up and cosine decay.
struct OptimizerOptions {
    double learningRate = 1e-3;
    double lastLearningRate = 0.0; ///< share of it that is left after the last step
    std::int64_t warmup = 200;     ///< steps
    double beta1 = 0.9;
    double beta2 = 0.95;
    double weightDecay = 0.05; ///< not for norms, biases and embeddings
    double clipNorm = 1.0;     ///< of the gradient; 0: no clipping
};

/// All that a run depends on besides its data and its initial weights. Equal options, data and weights give equal
/// weights on the same machine.
struct TrainOptions {
    TrainTask task = TrainTask::PreTraining;
    std::uint64_t seed = 1;
    std::int64_t steps = 10000;
    std::int64_t batch = 24;     ///< clips at a time
    std::int64_t accumulate = 1; ///< batches a step
    bool bf16 = false;           ///< matrix products in bfloat16, weights and sums in float
    bool recompute = false;      ///< gradient checkpointing: less memory, a third more time
    bool freezeEncoder = false;  ///< fine-tuning: only the classifier learns
    MaskingOptions masking;
    LossWeights weights;
    MatchingOptions matching;
    OptimizerOptions optimizer;
    std::int64_t validateEvery = 500; ///< steps; 0: never
    std::int64_t saveEvery = 500;     ///< steps; 0: at the end alone
    std::int64_t patience = 0;        ///< validations without a better one after which a run ends; 0: never

    [[nodiscard]] std::int64_t clipsPerStep() const { return batch * accumulate; }
};

/// Throws BadInput naming the option that makes no sense.
void validate(const TrainOptions& options);
[[nodiscard]] nlohmann::json toJson(const TrainOptions& options);

} // namespace tvlt
