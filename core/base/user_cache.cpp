#include "core/base/user_cache.h"

#include <cstdlib>

namespace tvlt {

std::filesystem::path userCacheFolder() {
    if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache && *cache)
        return cache;
    const char* home = std::getenv("HOME");
    return std::filesystem::path(home ? home : "") / ".cache";
}

} // namespace tvlt
