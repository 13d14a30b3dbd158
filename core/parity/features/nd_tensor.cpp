#include "core/parity/features/nd_tensor.h"

#include "core/base/error.h"

#include <torch/torch.h>

namespace tvlt {
namespace {

template <class T> std::vector<T> numbers(const torch::Tensor& tensor) {
    const T* data = tensor.data_ptr<T>();
    return std::vector<T>(data, data + tensor.numel());
}

template <class T> torch::Tensor copyOf(const std::vector<T>& values, const std::vector<std::int64_t>& shape) {
    auto tensor = torch::empty(shape, c10::CppTypeToScalarType<T>::value);
    std::copy(values.begin(), values.end(), tensor.template data_ptr<T>());
    return tensor;
}

} // namespace

NdArray ndArray(const torch::Tensor& tensor) {
    const auto t = tensor.contiguous().cpu();
    const auto shape = t.sizes().vec();
    switch (t.scalar_type()) {
    case torch::kUInt8:
        return {shape, numbers<std::uint8_t>(t)};
    case torch::kInt16:
        return {shape, numbers<std::int16_t>(t)};
    case torch::kInt64:
        return {shape, numbers<std::int64_t>(t)};
    case torch::kInt32:
    case torch::kBool:
        return {shape, numbers<std::int64_t>(t.to(torch::kInt64))};
    case torch::kFloat32:
        return {shape, numbers<float>(t)};
    case torch::kFloat64:
        return {shape, numbers<double>(t)};
    default:
        throwBadInput(std::string("the processors take no ") + c10::toString(t.scalar_type()));
    }
}

torch::Tensor toTensor(const NdArray& array) {
    return std::visit(
        [&](const auto& values) -> torch::Tensor {
            using T = typename std::decay_t<decltype(values)>::value_type;
            if constexpr (std::is_arithmetic_v<T>)
                return copyOf<T>(values, array.shape);
            else
                throwBadInput("complex numbers can't be compared");
        },
        array.data);
}

torch::Tensor scaledSamples(const torch::Tensor& tensor) {
    return tensor.scalar_type() == torch::kInt16 ? tensor.to(torch::kFloat32) / 32768.0F : tensor;
}

} // namespace tvlt
