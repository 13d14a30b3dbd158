#include "core/model/activations.h"

#include "core/base/error.h"
#include "core/model/activation_names.h"

#include <torch/types.h>

#include <cmath>
#include <map>
#include <numbers>

namespace tvlt {

using torch::Tensor;

namespace {

/// x * P(X <= x) of the standard normal distribution (arXiv 1606.08415).
Tensor exactGelu(const Tensor& x) {
    return torch::gelu(x);
}

/// Its approximation by a hyperbolic tangent, from the same paper.
Tensor geluTanh(const Tensor& x) {
    return torch::gelu(x, "tanh");
}

/// The sigmoid approximation, from the same paper.
Tensor quickGelu(const Tensor& x) {
    return x * torch::sigmoid(1.702 * x);
}

/// GELU clipped to [-10, 10] (arXiv 2004.09602).
Tensor clippedGelu(const Tensor& x) {
    return exactGelu(x).clamp(-10, 10);
}

/// The Laplace function of MEGA (arXiv 2209.10655).
Tensor laplace(const Tensor& x) {
    constexpr double mean = 0.707107;
    constexpr double deviation = 0.282095;
    return 0.5 * (1.0 + torch::erf((x - mean) / (deviation * std::numbers::sqrt2)));
}

/// In f32 where LibTorch 1.13's CPU has none in bf16 (arXiv 1908.08681).
Tensor mish(const Tensor& x) {
    if (x.scalar_type() == torch::kBFloat16)
        return torch::mish(x.to(torch::kFloat32)).to(torch::kBFloat16);
    return torch::mish(x);
}

const std::map<std::string, Activation>& activations() {
    // Several names differ only in how the reference computes the same function.
    static const std::map<std::string, Activation> table = {
        {"gelu", exactGelu},
        {"gelu_10", clippedGelu},
        {"gelu_accurate", geluTanh},
        {"gelu_fast", geluTanh},
        {"gelu_new", geluTanh},
        {"gelu_python", exactGelu},
        {"gelu_pytorch_tanh", geluTanh},
        {"laplace", laplace},
        {"leaky_relu", [](const Tensor& x) { return torch::leaky_relu(x, 0.01); }},
        {"linear", [](const Tensor& x) { return x; }},
        {"mish", mish},
        {"quick_gelu", quickGelu},
        {"relu", [](const Tensor& x) { return torch::relu(x); }},
        {"relu2", [](const Tensor& x) { return torch::relu(x).square(); }},
        {"relu6", [](const Tensor& x) { return torch::relu6(x); }},
        {"selu", [](const Tensor& x) { return torch::selu(x); }},
        {"sigmoid", [](const Tensor& x) { return torch::sigmoid(x); }},
        {"silu", [](const Tensor& x) { return torch::silu(x); }},
        {"swish", [](const Tensor& x) { return torch::silu(x); }},
        {"tanh", [](const Tensor& x) { return torch::tanh(x); }},
    };
    return table;
}

} // namespace

Activation activation(const std::string& name) {
    const auto found = activations().find(name);
    if (found == activations().end())
        throwBadInput("'" + name + "' is no known activation", "hidden_act", "Known are: " + activationNames() + ".");
    return found->second;
}

const char* geluAlgorithm(Activation activation) {
    return activation == exactGelu ? "none" : activation == geluTanh ? "tanh" : nullptr;
}

} // namespace tvlt
