#pragma once

#include "core/base/job.h"
#include "core/model/state_dict.h"

#include <filesystem>
#include <map>
#include <string>

namespace tvlt {

/// Reads a .safetensors file into memory (never mapped: a file that changes under a mapping kills the program). The
/// format's own rules are enforced, see safetensors_header.h, before memory is asked for.
/// Dtypes F64, F32, F16, BF16, I64, I32, I16, I8, U8, BOOL; another one is Unsupported. Throws Exception naming the
/// tensor or the byte offset.
[[nodiscard]] StateDict readSafetensors(const std::filesystem::path& path, const Job& job = {});

/// Writes contiguous copies, header aligned to 8 bytes, metadata {"format": "pt"} plus `metadata`; atomically.
void writeSafetensors(const std::filesystem::path& path, const StateDict& tensors,
                      const std::map<std::string, std::string>& metadata = {});

} // namespace tvlt
