#pragma once

#include "core/model/activations.h"

#include <ATen/core/TensorBody.h>

namespace tvlt {

/// x · weightᵀ + bias, then `then` of each element where it is given; `bias` may be undefined. In InferenceMode, in f32
/// on a CPU, LibTorch 2's is oneDNN's product, with GELU inside: on an AMD processor MKL's, which LibTorch takes by
/// itself, is a tenth slower and a pass of its own over the wide inner values as much again (docs/performance.md). The
/// distribution's LibTorch 1.13 with OpenBLAS is faster than either. In bf16, where the processor multiplies f32 faster
/// (multipliesBf16()), `x` and `weight` are widened for the product, and what it gives is rounded once.
[[nodiscard]] at::Tensor linearProduct(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                                       Activation then = nullptr);

/// Whether linearProduct() widens `x`, and attention should.
[[nodiscard]] bool widensBf16(const at::Tensor& x);

} // namespace tvlt
