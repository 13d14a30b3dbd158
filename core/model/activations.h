#pragma once

#include <string>

namespace at {
class Tensor;
}

namespace tvlt {

/// An element-wise function.
using Activation = at::Tensor (*)(const at::Tensor&);

/// By the name that `hidden_act` gives it: the 19 names of transformers 4.40.2's ACT2FN, and selu, which its
/// documentation promises. Throws BadInput for another one.
[[nodiscard]] Activation activation(const std::string& name);
[[nodiscard]] bool isActivation(const std::string& name);
/// All names, "gelu, gelu_10, …", for messages.
[[nodiscard]] std::string activationNames();

} // namespace tvlt
