#pragma once

#include "core/base/job.h"

#include <filesystem>
#include <string>
#include <vector>

namespace tvlt {

/// SHA-256 of the files' bytes, one after the other, in hexadecimal. Takes seconds for large files; cancelled within a
/// megabyte. `stage` is what progress says. Throws Exception naming the file that cannot be read.
[[nodiscard]] std::string sha256(const std::vector<std::filesystem::path>& files, const Job& job = {},
                                 std::string_view stage = "hashing");

} // namespace tvlt
