#pragma once

#include "core/model/attention.h"

namespace tvlt {

/// attend() for a CPU in inference mode: each thread takes one tile of queries of one head at a time from its scores to
/// its context, so that the scores never leave that thread's cache; with attention_kernel.h in f32 and in bf16 that is
/// widened, else with LibTorch's products. Shapes, strides of the inputs at will, and values as attend(); the context
/// is laid out as (B, L, heads, head_dim), which the layer goes on with.
[[nodiscard]] torch::Tensor attendByHead(const Projections& projections, const torch::Tensor& bias);

} // namespace tvlt
