#pragma once

#include "core/attention/attention_pass.h"
#include "tests/core/analysis/support/small_clip.h"
#include "tests/core/analysis/support/tiny_checkpoint.h"
#include "tests/support/temp_folder.h"

#include <torch/types.h>

#include <vector>

namespace tvlt {

/// A small clip in a small model; the last two time steps of its sound are padding.
struct AttentionBench {
    explicit AttentionBench(TinyKind kind = TinyKind::PreTraining, ModelMode mode = ModelMode::HuggingFace);
    [[nodiscard]] AttentionSubject subject(AttentionStack stack) const { return {checkpoint, features, mask, stack}; }

    TempFolder folder;
    SmallClip clip;
    std::shared_ptr<const Checkpoint> checkpoint;
    std::shared_ptr<const ClipFeatures> features;
    Mask mask;
};

/// The same by plain formulas, with whole matrices.
struct PlainPass {
    std::vector<torch::Tensor> attentions; ///< per layer: (heads, L, L)
    std::vector<torch::Tensor> states;     ///< layers + 1: (L, hidden)
};
[[nodiscard]] PlainPass plainPass(const AttentionSubject& subject);

/// relevanceOf() by autograd over whole matrices; (L,).
[[nodiscard]] torch::Tensor plainRelevance(const Checkpoint& checkpoint, const ClipFeatures& features, int label);

} // namespace tvlt
