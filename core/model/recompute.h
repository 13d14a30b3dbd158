#pragma once

#include <torch/types.h>

#include <functional>
#include <vector>

namespace tvlt {

/// f(x) without keeping what f computes on the way (gradient checkpointing, Chen et al. 2016): f runs again in
/// backward, with the random numbers and the autocast of its first run, so that the gradients are those of f(x) itself.
/// f must be a function of `x`, `parameters` and constants, all on x's device; it is held until the graph goes. The
/// gradients themselves cannot be differentiated.
[[nodiscard]] torch::Tensor recomputed(std::function<torch::Tensor(const torch::Tensor&)> f, const torch::Tensor& x,
                                       const std::vector<torch::Tensor>& parameters);

} // namespace tvlt
