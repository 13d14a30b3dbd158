#pragma once

#include "core/attention/token_values.h"
#include "core/base/job.h"

#include <memory>
#include <string>

namespace tvlt {

struct Checkpoint;
struct ClipFeatures;

/// Gradient-weighted relevance of the tokens of a clip for one output.
struct Relevance {
    TokenValues values; ///< at least 0, in no unit: comparable within one map
    std::string output; ///< whose: a label of id2label, or "picture and sound belong together"
    std::string checkpoint;
    double logit = 0.0;
};

/// Chefer, Gur & Wolf, "Generic Attention-model Explainability for Interpreting Bi-Modal and Encoder-Decoder
/// Transformers" (2021), equations 5 and 6 for self-attention: with Ā the mean over heads of (∇A ⊙ A), negative values
/// set to 0, R ← R + Ā R per layer from the identity on; the row of the token that the head reads (cls, where there is
/// one) is the answer. That row alone goes down through the layers along with the gradient, in tiles: neither A nor its
/// gradient is held.
///
/// Of `label`'s logit, or the greatest one's where none is given; a checkpoint without a classifier is asked for its
/// matching logit, which needs picture and sound. Throws Unsupported where there is neither head, BadInput for a label
/// that is not there.
[[nodiscard]] Relevance relevanceOf(const Checkpoint& checkpoint, const ClipFeatures& features,
                                    std::optional<int> label = {}, const Job& job = {});

} // namespace tvlt
