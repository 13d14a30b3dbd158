#pragma once

#include "core/model/config.h"
#include "core/model/outputs.h"
#include "core/training/train_options.h"

#include <cstdint>
#include <vector>

namespace tvlt {

/// What one batch hides. Every example has a mask of its own; all keep the same number of tokens.
struct BatchMasks {
    TokenOrder pixel;
    TokenOrder audio;
};

/// How much a batch hides, and whether whole frames are hidden instead of patches.
struct BatchRatios {
    double pixel = 0.75;
    double audio = 0.15;
    bool wholeFrames = false; ///< the pixel ratio is one of frames
};

/// The ratios of batch `number`: a pure function of (options.seed, number).
[[nodiscard]] BatchRatios batchRatios(const TrainOptions& options, std::int64_t number);

/// Masks whose noise is a pure function of (seed, example). `frames` and `steps` (audio patches in time): of the batch.
[[nodiscard]] BatchMasks makeBatchMasks(const TvltConfig& config, const BatchRatios& ratios,
                                        const std::string& audioType, std::uint64_t seed,
                                        const std::vector<std::int64_t>& examples, std::int64_t frames,
                                        std::int64_t steps);

} // namespace tvlt
