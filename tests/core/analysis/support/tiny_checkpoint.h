#pragma once

#include "core/checkpoint/checkpoint.h"

#include <memory>

namespace tvlt {

enum class TinyKind { PreTraining, Classification, Regression };

/// 32 × 32 pixels in 8 × 8 patches, 4 frames; 64 mel bands in 16 × 16 patches, up to 256 rows at 16 kHz, hop 160;
/// three small layers.
[[nodiscard]] TvltConfig tinyConfig(TinyKind kind = TinyKind::PreTraining, ModelMode mode = ModelMode::HuggingFace);
/// With seeded random weights, wide enough apart that every output says something.
[[nodiscard]] std::shared_ptr<const Checkpoint> tinyCheckpoint(TinyKind kind = TinyKind::PreTraining,
                                                               ModelMode mode = ModelMode::HuggingFace);
[[nodiscard]] std::shared_ptr<const Checkpoint> tinyCheckpoint(const TvltConfig& config, TinyKind kind);
/// Sets one weight to NaN.
void spoilWeights(const Checkpoint& checkpoint);

} // namespace tvlt
