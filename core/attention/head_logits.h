#pragma once

#include "core/model/outputs.h"

#include <cstdint>
#include <string>

namespace tvlt {

struct Checkpoint;
struct ClipFeatures;

// What can be asked of a checkpoint's heads, whichever it has. For the .cpp files that run a model, in core alone.

/// The class logits of a classifier, else the matching logit: (B, outputs). Needs what checkHeads() checks.
[[nodiscard]] torch::Tensor headLogits(const Checkpoint& checkpoint, const TvltInputs& inputs,
                                       const ForwardOptions& options);
/// Throws Unsupported where there is neither head, BadInput where the matching head has only one modality to look at.
void checkHeads(const Checkpoint& checkpoint, const ClipFeatures& features);
/// Throws BadInput unless one of `outputs` outputs has this number.
void checkLabel(const Checkpoint& checkpoint, int label, std::int64_t outputs);
/// A label of id2label, or "picture and sound belong together".
[[nodiscard]] std::string outputName(const Checkpoint& checkpoint, std::int64_t label);

} // namespace tvlt
