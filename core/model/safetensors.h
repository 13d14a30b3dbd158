#pragma once

#include "core/base/job.h"

#include <torch/types.h>

#include <filesystem>
#include <map>
#include <string>

namespace tvlt {

/// Tensors by name, on the CPU, in the file's dtypes.
using StateDict = std::map<std::string, torch::Tensor>;

/// Reads a .safetensors file into memory (never mapped). The format's own rules are enforced: header length against the
/// file and a 100 MB cap, offsets inside the data, in order, no overlap, no gap, shape × dtype equal to the span.
/// Throws Exception naming the tensor or the byte offset.
[[nodiscard]] StateDict readSafetensors(const std::filesystem::path& path, const Job& job = {});

/// Writes contiguous copies, header aligned to 8 bytes, metadata {"format": "pt"} plus `metadata`; atomically.
void writeSafetensors(const std::filesystem::path& path, const StateDict& tensors,
                      const std::map<std::string, std::string>& metadata = {});

} // namespace tvlt
