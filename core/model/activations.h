#pragma once

#include <string>

namespace at {
class Tensor;
}

namespace tvlt {

/// An element-wise function.
using Activation = at::Tensor (*)(const at::Tensor&);

/// By the name that `hidden_act` gives it, one of activationList. Throws BadInput for another one.
[[nodiscard]] Activation activation(const std::string& name);
/// How torch::gelu() computes it: "none", "tanh"; null: it is no GELU of LibTorch's, or null itself.
[[nodiscard]] const char* geluAlgorithm(Activation activation);

} // namespace tvlt
