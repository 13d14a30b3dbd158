#pragma once

#include <cstdint>
#include <string>

namespace tvlt {

/// A file of a repository as the hub announces it.
struct HubFile {
    std::string name; ///< in the repository's own folder, no path
    std::string hash; ///< SHA-256 (64 digits) of large files, of others git's SHA-1 (40 digits); its blob's name
    std::uint64_t bytes = 0;
};

} // namespace tvlt
