#include "core/checkpoint/torch_file.h"

#include "core/base/error.h"
#include "core/checkpoint/torch_file_parts.h"

#include <torch/types.h>

#include <array>
#include <fstream>
#include <string_view>

namespace tvlt {

namespace fs = std::filesystem;
using torch_file::byteCount;
using torch_file::damaged;
using torch_file::Wanted;

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

/// `module.` (DataParallel) and `transformer.` (the authors' Lightning module), in any order.
std::string withoutWrappers(std::string key) {
    for (bool again = true; again;) {
        again = false;
        for (const std::string_view prefix : {"module.", "transformer."}) {
            if (key.compare(0, prefix.size(), prefix) == 0) {
                key.erase(0, prefix.size());
                again = true;
            }
        }
    }
    return key;
}

/// The dict of weights in what was pickled, by the rule of the authors' own loader: `model`, else `state_dict`, else
/// all.
pickle::Ref weightsOf(const pickle::Document& document, const std::string& where, std::string& container) {
    pickle::Ref weights = document.root;
    const pickle::Ref root = document.root;
    if (const pickle::Ref model = root->find("model")) {
        weights = model;
        container += ", wrapped in model";
    } else if (const pickle::Ref stateDict = root->find("state_dict")) {
        weights = stateDict;
        container += root->find("pytorch-lightning_version") != nullptr ? ", Lightning" : ", wrapped in state_dict";
    }
    if (weights->get<pickle::Dict>() == nullptr)
        throwBadInput("holds " + weights->describe() + " where a dict of weights belongs", where,
                      "Save the weights alone: torch.save(model.state_dict(), path).");
    return weights;
}

std::map<std::string, pickle::Tensor> tensorsOf(pickle::Ref weights, const std::string& where,
                                                std::vector<std::string>& notes) {
    std::map<std::string, pickle::Tensor> tensors;
    std::size_t others = 0;
    for (const auto& [key, value] : weights->get<pickle::Dict>()->items) {
        const auto* name = key->get<std::string_view>();
        const auto* tensor = value->get<pickle::Tensor>();
        if (name != nullptr && (value->get<pickle::Global>() != nullptr || value->get<pickle::Opaque>() != nullptr))
            throwBadInput("\"" + std::string(*name) + "\" is " + value->describe() + ", not a tensor", where,
                          "Save the weights alone: torch.save(model.state_dict(), path).");
        if (name == nullptr || tensor == nullptr) {
            ++others;
            continue;
        }
        const std::string bare = withoutWrappers(std::string(*name));
        if (!tensors.emplace(bare, *tensor).second)
            throwBadInput("two tensors are called \"" + bare + "\" once their prefixes are off", where);
    }
    if (others > 0)
        notes.push_back(std::to_string(others) + " entries of the file are no tensors and were passed over.");
    if (tensors.empty())
        throwBadInput("holds no tensors", where, "Open a file with a model's weights.");
    return tensors;
}

Wanted storagesOf(const std::map<std::string, pickle::Tensor>& tensors, const std::string& where) {
    Wanted wanted;
    std::uint64_t stored = 0;
    std::uint64_t claimed = 0;
    for (const auto& [name, tensor] : tensors) {
        const pickle::Storage& storage = *tensor.storage;
        const auto [known, added] = wanted.emplace(std::string(storage.key), storage);
        if (known->second.element != storage.element || known->second.elements != storage.elements)
            throwBadInput("storage '" + std::string(storage.key) + "' is described in two ways", where, damaged);
        stored += added ? byteCount(storage) : 0;
        std::uint64_t elements = 1;
        for (const std::int64_t size : tensor.sizes)
            elements *= static_cast<std::uint64_t>(size);
        claimed += elements * static_cast<std::uint64_t>(elementSize(storage.element));
    }
    // Shared (tied) weights are fine; many names for one large storage would fill the memory when they are copied.
    if (claimed / 8 > stored)
        throwBadInput("its tensors claim " + std::to_string(claimed) + " bytes over storages of " +
                          std::to_string(stored),
                      where, "The file was not written by torch.save; do not trust it.");
    return wanted;
}

} // namespace

namespace torch_file {

std::uint64_t byteCount(const pickle::Storage& storage) {
    return static_cast<std::uint64_t>(storage.elements) * static_cast<std::uint64_t>(elementSize(storage.element));
}

torch::Tensor emptyStorage(const pickle::Storage& storage) {
    return torch::empty({storage.elements}, torch::TensorOptions().dtype(scalarType(storage.element)));
}

std::span<std::byte> bytesOf(torch::Tensor& tensor) {
    return {static_cast<std::byte*>(tensor.data_ptr()), tensor.nbytes()};
}

TorchFile assemble(const pickle::Document& document, const std::string& container, const std::string& where,
                   const std::function<Storages(const Wanted&)>& readStorages) {
    TorchFile file;
    file.container = container;
    const pickle::Ref weights = weightsOf(document, where, file.container);
    const auto tensors = tensorsOf(weights, where, file.notes);
    const Storages storages = readStorages(storagesOf(tensors, where));
    for (const auto& [name, tensor] : tensors)
        file.tensors.emplace(
            name,
            storages.at(std::string(tensor.storage->key)).as_strided(tensor.sizes, tensor.strides, tensor.offset));
    pickle::Ref hyper = document.root->find("hyper_parameters");
    if (hyper != nullptr && hyper->find("config") != nullptr)
        hyper = hyper->find("config");
    if (hyper != nullptr)
        for (const char* key : {"num_heads", "decoder_num_heads"})
            if (const pickle::Ref value = hyper->find(key); value != nullptr && value->get<std::int64_t>() != nullptr)
                file.hints[key] = *value->get<std::int64_t>();
    return file;
}

} // namespace torch_file

TorchFile readTorchFile(const fs::path& path, const Job& job) {
    std::array<char, 4> start{};
    std::error_code ec;
    if (!fs::exists(path, ec))
        throwNotFound("no such file", path.string(), "Check the path.");
    if (!fs::is_regular_file(path, ec))
        throwBadInput("is not a file", path.string());
    std::ifstream(path, std::ios::binary).read(start.data(), start.size());
    if (std::string_view(start.data(), start.size()) == std::string_view("PK\x03\x04", 4))
        return torch_file::readZip(path, job);
    return torch_file::readLegacy(path, job);
}

} // namespace tvlt
