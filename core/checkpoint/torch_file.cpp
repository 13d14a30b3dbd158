#include "core/checkpoint/torch_file.h"

#include "core/checkpoint/container/torch_container.h"
#include "core/checkpoint/container/weights_index.h"

#include <torch/types.h>

namespace tvlt {

namespace {

torch::ScalarType scalarType(pickle::Element element) {
    switch (element) {
    case pickle::Element::F64:
        return torch::kFloat64;
    case pickle::Element::F32:
        return torch::kFloat32;
    case pickle::Element::F16:
        return torch::kFloat16;
    case pickle::Element::BF16:
        return torch::kBFloat16;
    case pickle::Element::I64:
        return torch::kInt64;
    case pickle::Element::I32:
        return torch::kInt32;
    case pickle::Element::I16:
        return torch::kInt16;
    case pickle::Element::I8:
        return torch::kInt8;
    case pickle::Element::U8:
        return torch::kUInt8;
    case pickle::Element::Bool:
        break;
    }
    return torch::kBool;
}

/// The storages that the weights use, as 1-D tensors.
std::map<std::string_view, torch::Tensor> readStorages(TorchContainer& container, const WeightsIndex& index,
                                                       const Job& job) {
    for (const auto& [key, storage] : index.storages)
        container.require(storage); // before memory is asked for
    std::map<std::string_view, torch::Tensor> read;
    for (const auto& [key, storage] : index.storages) {
        job.check();
        auto tensor = torch::empty({storage.elements}, torch::dtype(scalarType(storage.element)));
        container.read(storage, {static_cast<std::byte*>(tensor.data_ptr()), tensor.nbytes()});
        read.emplace(key, std::move(tensor));
        job.progress(static_cast<double>(read.size()) / static_cast<double>(index.storages.size()), "reading weights");
    }
    return read;
}

} // namespace

TorchFile readTorchFile(const std::filesystem::path& path, const Job& job) {
    const auto container = openTorchContainer(path);
    WeightsIndex index = indexWeights(container->document(), path.string());
    const auto storages = readStorages(*container, index, job);
    TorchFile file;
    file.container = container->kind() + index.wrapped;
    file.hints = std::move(index.hints);
    file.notes = std::move(index.notes);
    for (const auto& [name, tensor] : index.tensors)
        file.tensors.emplace(name,
                             storages.at(tensor.storage->key).as_strided(tensor.sizes, tensor.strides, tensor.offset));
    return file;
}

} // namespace tvlt
