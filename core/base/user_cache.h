#pragma once

#include <filesystem>

namespace tvlt {

/// Where programs keep what they can make anew: XDG_CACHE_HOME where it is set, else ~/.cache.
[[nodiscard]] std::filesystem::path userCacheFolder();

} // namespace tvlt
