#pragma once

#include "core/base/job.h"

#include <filesystem>
#include <string>

namespace tvlt {

/// The hash of a file of the kind that `like` is: SHA-256 (64 digits), or git's SHA-1 of a blob (40 digits). Throws
/// BadInput when it cannot be read, Cancelled.
[[nodiscard]] std::string blobHash(const std::filesystem::path& path, const std::string& like, const Job& job = {});

/// Whether this is one of the two: digits of that number, lower case.
[[nodiscard]] bool isBlobHash(const std::string& text);

} // namespace tvlt
