#include "core/checkpoint/torch_file.h"

#include "core/base/error.h"
#include "core/checkpoint/container/pickle_writer.h"
#include "core/checkpoint/container/torch_container.h"
#include "core/checkpoint/container/weights_index.h"
#include "core/checkpoint/container/zip_writer.h"

#include <torch/types.h>

#include <algorithm>
#include <array>
#include <span>

namespace tvlt {

namespace {

struct Pair {
    pickle::Element element;
    torch::ScalarType type;
};
constexpr std::array<Pair, 10> pairs{{{pickle::Element::F64, torch::kFloat64},
                                      {pickle::Element::F32, torch::kFloat32},
                                      {pickle::Element::F16, torch::kFloat16},
                                      {pickle::Element::BF16, torch::kBFloat16},
                                      {pickle::Element::I64, torch::kInt64},
                                      {pickle::Element::I32, torch::kInt32},
                                      {pickle::Element::I16, torch::kInt16},
                                      {pickle::Element::I8, torch::kInt8},
                                      {pickle::Element::U8, torch::kUInt8},
                                      {pickle::Element::Bool, torch::kBool}}};

torch::ScalarType scalarType(pickle::Element element) {
    return std::find_if(pairs.begin(), pairs.end(), [&](const Pair& pair) { return pair.element == element; })->type;
}

pickle::Element elementOf(const std::string& name, torch::ScalarType type) {
    const auto* found = std::find_if(pairs.begin(), pairs.end(), [&](const Pair& pair) { return pair.type == type; });
    if (found == pairs.end())
        throwUnsupported(std::string("has numbers that are not written: ") + torch::toString(type), "tensor " + name);
    return found->element;
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

void writeTorchFile(const std::filesystem::path& path, const StateDict& tensors) {
    const std::string root = "archive/";
    const auto bytesOf = [](const std::string& text) { return std::as_bytes(std::span(text)); };
    std::vector<pickle::NamedTensor> described;
    std::vector<torch::Tensor> held; // until they are written
    std::vector<StoredEntry> entries;
    for (const auto& [name, tensor] : tensors) {
        held.push_back(tensor.to(torch::kCPU).contiguous());
        const torch::Tensor& whole = held.back();
        entries.push_back({root + "data/" + std::to_string(described.size()),
                           {static_cast<const std::byte*>(whole.data_ptr()), whole.nbytes()}});
        described.push_back({name, elementOf(name, whole.scalar_type()), whole.sizes().vec()});
    }
    const std::string pickled = writeStateDict(described);
    const std::string order = "little";
    const std::string version = "3\n";
    entries.insert(entries.begin(), {{root + "data.pkl", bytesOf(pickled)}, {root + "byteorder", bytesOf(order)}});
    entries.push_back({root + "version", bytesOf(version)});
    writeStoredZip(path, entries);
}

} // namespace tvlt
