#pragma once

#include "core/checkpoint/checkpoint.h"
#include "core/model/safetensors.h"

#include <string>

namespace tvlt {

/// The class whose keys a checkpoint has.
enum class ModelClass { Model, PreTraining, Classification };
[[nodiscard]] const char* className(ModelClass modelClass); ///< "TvltForPreTraining", …

/// A checkpoint on its way from tensors to modules.
struct Assembly {
    ModelClass modelClass = ModelClass::Model;
    TvltConfig config;
    StateDict tensors; ///< Hugging Face names, the encoder under `tvlt.`
    std::string where; ///< for errors
};

/// Builds the modules and copies the tensors into them. Fills the report's keys, heads, parameters, dtype and
/// non-finite weights. A head with missing or wrongly shaped keys is left out (and `config.task_*` says so); an encoder
/// with such keys is BadInput that lists the first few.
void assemble(Checkpoint& checkpoint, Assembly assembly, const LoadOptions& options, const Job& job);

/// Puts modules on the device and into the dtype that are asked for, for inference.
void place(Checkpoint& checkpoint, const LoadOptions& options);

} // namespace tvlt
