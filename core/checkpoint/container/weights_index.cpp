#include "core/checkpoint/container/weights_index.h"

#include "core/base/error.h"
#include "core/checkpoint/container/torch_container.h"

namespace tvlt {

namespace {

constexpr std::size_t mostNameBytes = 1000;

/// `module.` (DataParallel) and `transformer.` (the authors' Lightning module), in any order.
std::string_view withoutWrappers(std::string_view key) {
    for (bool again = true; again;) {
        again = false;
        for (const std::string_view prefix : {"module.", "transformer."}) {
            if (key.starts_with(prefix)) {
                key.remove_prefix(prefix.size());
                again = true;
            }
        }
    }
    return key;
}

/// The dict of weights in what was pickled, by the rule of the authors' own loader: `model`, else `state_dict`, else
/// all.
pickle::Ref weightsOf(const pickle::Document& document, const std::string& where, std::string& wrapped) {
    pickle::Ref weights = document.root;
    const pickle::Ref root = document.root;
    if (const pickle::Ref model = root->find("model")) {
        weights = model;
        wrapped = ", wrapped in model";
    } else if (const pickle::Ref stateDict = root->find("state_dict")) {
        weights = stateDict;
        wrapped = root->find("pytorch-lightning_version") != nullptr ? ", Lightning" : ", wrapped in state_dict";
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
        if (name->size() > mostNameBytes)
            throwBadInput("a tensor's name is " + std::to_string(name->size()) + " bytes long", where,
                          "The file was not written by torch.save; do not trust it.");
        const std::string bare(withoutWrappers(*name));
        if (!tensors.emplace(bare, *tensor).second)
            throwBadInput("two tensors are called \"" + bare + "\" once their prefixes are off", where);
    }
    if (others > 0)
        notes.push_back(std::to_string(others) + " entries of the file are no tensors and were passed over.");
    if (tensors.empty())
        throwBadInput("holds no tensors", where, "Open a file with a model's weights.");
    return tensors;
}

std::map<std::string_view, pickle::Storage> storagesOf(const std::map<std::string, pickle::Tensor>& tensors,
                                                       const std::string& where) {
    std::map<std::string_view, pickle::Storage> wanted;
    std::uint64_t stored = 0;
    std::uint64_t claimed = 0;
    for (const auto& [name, tensor] : tensors) {
        const pickle::Storage& storage = *tensor.storage;
        const auto [known, added] = wanted.emplace(storage.key, storage);
        if (known->second.element != storage.element || known->second.elements != storage.elements)
            throwBadInput("storage '" + std::string(storage.key) + "' is described in two ways", where, kDamagedFile);
        stored += added ? byteCount(storage) : 0;
        std::uint64_t elements = 1; // no more than the storage has
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

WeightsIndex indexWeights(const pickle::Document& document, const std::string& where) {
    WeightsIndex index;
    const pickle::Ref weights = weightsOf(document, where, index.wrapped);
    index.tensors = tensorsOf(weights, where, index.notes);
    index.storages = storagesOf(index.tensors, where);
    pickle::Ref hyper = document.root->find("hyper_parameters");
    if (hyper != nullptr && hyper->find("config") != nullptr)
        hyper = hyper->find("config");
    if (hyper != nullptr)
        for (const char* key : {"num_heads", "decoder_num_heads"})
            if (const pickle::Ref value = hyper->find(key); value != nullptr && value->get<std::int64_t>() != nullptr)
                index.hints[key] = *value->get<std::int64_t>();
    return index;
}

} // namespace tvlt
