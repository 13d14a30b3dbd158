#pragma once

#include "core/base/random.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace tvlt {

/// A 64-bit hash of bytes, 8 at a time: to tell accidents apart, not attacks. Equal on every little-endian machine.
[[nodiscard]] inline std::uint64_t hashBytes(std::string_view bytes, std::uint64_t key = 0) {
    std::uint64_t hash = mix64(key ^ mix64(bytes.size()));
    for (std::size_t at = 0; at < bytes.size(); at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + at, std::min<std::size_t>(8, bytes.size() - at));
        hash = mix64(hash ^ word);
    }
    return hash;
}

} // namespace tvlt
