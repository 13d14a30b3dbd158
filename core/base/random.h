#pragma once

#include <cstdint>

namespace tvlt {

/// SplitMix64's output function (Steele, Lea, Flood 2014): a bijective mix of 64 bits, equal on every platform.
[[nodiscard]] constexpr std::uint64_t mix64(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return x ^ (x >> 31);
}

/// Value `index` of the random stream `key`, uniform in [0, 1): a pure function, so that any value can be had without
/// the ones before.
[[nodiscard]] constexpr double uniformAt(std::uint64_t key, std::uint64_t index) {
    return static_cast<double>(mix64(key ^ mix64(index)) >> 11) * 0x1p-53;
}

} // namespace tvlt
