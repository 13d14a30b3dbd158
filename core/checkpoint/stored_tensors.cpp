#include "core/checkpoint/stored_tensors.h"

#include "core/base/error.h"
#include "core/checkpoint/modules.h"

namespace tvlt {

namespace {

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

const char* storedDtypeName(StoredDtype dtype) {
    switch (dtype) {
    case StoredDtype::F16:
        return "f16";
    case StoredDtype::BF16:
        return "bf16";
    case StoredDtype::F32:
        break;
    }
    return "f32";
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
