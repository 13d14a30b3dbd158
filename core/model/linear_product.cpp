#include "core/model/linear_product.h"

#include "core/model/autocast.h"
#include "core/model/processor.h"

#include <torch/types.h>
#include <torch/utils.h>
#include <torch/version.h>

#if TORCH_VERSION_MAJOR >= 2
#include <ATen/Context.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/stack.h>
#endif

#include <optional>

namespace tvlt {

using torch::Tensor;

namespace {

#if TORCH_VERSION_MAJOR >= 2

/// Its C++ declaration differs between versions of LibTorch; the schema does not: (Tensor X, Tensor W, Tensor? B,
/// str attr, Scalar?[] scalars, str? algorithm) -> Tensor. None: a LibTorch without oneDNN.
const std::optional<c10::OperatorHandle>& oneDnnLinear() {
    static const auto found =
        at::hasMKLDNN() ? c10::Dispatcher::singleton().findSchema({"mkldnn::_linear_pointwise", ""}) : std::nullopt;
    return found;
}

bool suitsOneDnn(const Tensor& x, const Tensor& weight) {
    return x.is_cpu() && x.scalar_type() == torch::kFloat32 && weight.scalar_type() == torch::kFloat32 &&
           x.numel() > 0 && c10::InferenceMode::is_enabled() && !autocasts(torch::kCPU) && oneDnnLinear();
}

Tensor oneDnnProduct(const Tensor& x, const Tensor& weight, const Tensor& bias, Activation then) {
    const char* algorithm = geluAlgorithm(then);
    const c10::List<std::optional<at::Scalar>> noScalars;
    torch::jit::Stack stack{x,
                            weight,
                            bias.defined() ? c10::IValue(bias) : c10::IValue(),
                            algorithm ? "gelu" : "none",
                            noScalars,
                            algorithm ? algorithm : ""};
    oneDnnLinear()->callBoxed(stack);
    const Tensor product = stack.back().toTensor();
    return then && !algorithm ? then(product) : product;
}

#endif

Tensor widened(const Tensor& x) {
    return x.defined() ? x.to(torch::kFloat32) : x;
}

} // namespace

bool widensBf16(const Tensor& x) {
    return x.is_cpu() && x.scalar_type() == torch::kBFloat16 && c10::InferenceMode::is_enabled() &&
           !autocasts(torch::kCPU) && !multipliesBf16();
}

Tensor linearProduct(const Tensor& x, const Tensor& weight, const Tensor& bias, Activation then) {
    if (widensBf16(x))
        return linearProduct(widened(x), widened(weight), widened(bias), then).to(torch::kBFloat16);
#if TORCH_VERSION_MAJOR >= 2
    if (suitsOneDnn(x, weight))
        return oneDnnProduct(x, weight, bias, then);
#endif
    const Tensor product = torch::linear(x, weight, bias);
    return then ? then(product) : product;
}

} // namespace tvlt
