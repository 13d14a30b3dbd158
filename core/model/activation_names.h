#pragma once

#include <array>
#include <string>
#include <string_view>

namespace tvlt {

/// What `hidden_act` may be: the 19 names of transformers 4.40.2's ACT2FN, and selu, which its documentation promises.
inline constexpr std::array<std::string_view, 20> activationList{
    "gelu",    "gelu_10",    "gelu_accurate", "gelu_fast", "gelu_new",   "gelu_python", "gelu_pytorch_tanh",
    "laplace", "leaky_relu", "linear",        "mish",      "quick_gelu", "relu",        "relu2",
    "relu6",   "selu",       "sigmoid",       "silu",      "swish",      "tanh"};

[[nodiscard]] bool isActivation(std::string_view name);
/// All names, "gelu, gelu_10, …", for messages.
[[nodiscard]] std::string activationNames();

} // namespace tvlt
