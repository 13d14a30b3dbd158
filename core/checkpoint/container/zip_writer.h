#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace tvlt {

/// An entry of an archive; its bytes belong to the caller.
struct StoredEntry {
    std::string name;
    std::span<const std::byte> bytes;
};

/// Writes a zip archive of entries that are stored, not compressed, as torch.save does; atomically. Throws BadInput
/// when it cannot be written.
void writeStoredZip(const std::filesystem::path& path, const std::vector<StoredEntry>& entries);

} // namespace tvlt
