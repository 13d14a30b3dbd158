#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace tvlt {

/// A stored entry; `claimedSize` lies about its size when set, `method` about its compression.
struct ZipEntry {
    std::string name;
    std::string data;
    std::int64_t claimedSize = -1;
    std::uint16_t method = 0;
};

/// Writes a zip archive byte by byte, also such that no honest library would write.
void writeZip(const std::filesystem::path& path, const std::vector<ZipEntry>& entries);

} // namespace tvlt
