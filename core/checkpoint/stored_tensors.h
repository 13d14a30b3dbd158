#pragma once

#include "core/checkpoint/checkpoint.h"
#include "core/model/state_dict.h"

namespace tvlt {

/// The weights of a checkpoint as they are to be written: under the names of its own class, in the dtype of `options`.
/// Throws BadInput naming a weight that the dtype cannot hold: f16 ends at 65504, and what is beyond would become
/// infinite.
[[nodiscard]] StateDict storedTensors(const Checkpoint& checkpoint, const SaveOptions& options);

} // namespace tvlt
