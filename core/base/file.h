#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tvlt {

/// Reads a whole file into memory. Throws NotFound, or BadInput when it is a folder, unreadable or larger than `limit`.
[[nodiscard]] std::vector<std::byte> readFile(const std::filesystem::path& path, std::uintmax_t limit);
/// The same as text.
[[nodiscard]] std::string readTextFile(const std::filesystem::path& path, std::uintmax_t limit = 16u << 20);

/// Whether what was written is on the disk before its name is. Later: after a power cut a file may hold anything, as a
/// cache with checksums can bear.
enum class Sync { First, Later };

/// Writes through `write` (which gets the path of a temporary file beside `path`) and renames: after a failure at any
/// point the old file is whole. The temporary file keeps path's extension. Throws Exception with what failed.
void writeAtomically(const std::filesystem::path& path, const std::function<void(const std::filesystem::path&)>& write,
                     Sync sync = Sync::First);
/// Writes `bytes` through writeAtomically.
void writeFileAtomically(const std::filesystem::path& path, std::string_view bytes, Sync sync = Sync::First);

/// Lets `write` fill a new folder beside `folder` and then exchanges the two, removing the old one: whoever looks finds
/// the old folder or the new one, whole (on file systems that cannot exchange, such as NFS, none for a moment; the old
/// one is then beside it, ".NAME.old"). Throws Exception with what failed; the old folder then stands.
void replaceFolder(const std::filesystem::path& folder, const std::function<void(const std::filesystem::path&)>& write);

} // namespace tvlt
