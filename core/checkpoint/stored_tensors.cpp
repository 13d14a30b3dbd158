#include "core/checkpoint/stored_tensors.h"

#include "core/base/error.h"
#include "core/base/name_table.h"
#include "core/checkpoint/modules.h"

namespace tvlt {

namespace {

constexpr NameTable<StoredDtype, 3> kNames{
    {{StoredDtype::F32, "f32"}, {StoredDtype::F16, "f16"}, {StoredDtype::BF16, "bf16"}}};

torch::ScalarType scalarType(StoredDtype dtype) {
    switch (dtype) {
    case StoredDtype::F16:
        return torch::kFloat16;
    case StoredDtype::BF16:
        return torch::kBFloat16;
    case StoredDtype::F32:
        break;
    }
    return torch::kFloat32;
}

} // namespace

std::string storedDtypeName(StoredDtype dtype) {
    return std::string(nameIn(kNames, dtype));
}

StoredDtype storedDtypeFromName(const std::string& name) {
    const auto dtype = valueIn(kNames, name);
    if (!dtype)
        throwBadInput("is no dtype that weights are stored in", name, "Choose f32, f16 or bf16.");
    return *dtype;
}

StateDict storedTensors(const Checkpoint& checkpoint, const SaveOptions& options) {
    StateDict tensors = stateDict(checkpoint.modules->root());
    if (!options.dtype)
        return tensors;
    for (auto& [key, tensor] : tensors) {
        const torch::Tensor rounded = tensor.to(scalarType(*options.dtype));
        if (!rounded.isfinite().eq(tensor.isfinite()).all().item<bool>())
            throwBadInput(key + " has values that are too large for " + storedDtypeName(*options.dtype),
                          checkpoint.name, "Save it in f32.");
        tensor = rounded;
    }
    return tensors;
}

} // namespace tvlt
