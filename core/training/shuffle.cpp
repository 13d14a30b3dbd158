#include "core/training/shuffle.h"

#include "core/base/random.h"

namespace tvlt {

Shuffle::Shuffle(std::int64_t n, std::uint64_t key) : n_(static_cast<std::uint64_t>(n)), key_(key) {
    while (halfBits_ < 31 && (std::uint64_t{1} << (2 * halfBits_)) < n_)
        ++halfBits_;
}

std::uint64_t Shuffle::network(std::uint64_t value) const {
    constexpr std::uint64_t kRounds = 4;
    const std::uint64_t half = (std::uint64_t{1} << halfBits_) - 1;
    std::uint64_t left = value >> halfBits_;
    std::uint64_t right = value & half;
    for (std::uint64_t round = 0; round < kRounds; ++round) {
        const std::uint64_t next = left ^ (mix64(key_ ^ mix64(right ^ (round << 40))) & half);
        left = right;
        right = next;
    }
    return left << halfBits_ | right;
}

std::int64_t Shuffle::operator()(std::int64_t index) const {
    auto value = static_cast<std::uint64_t>(index);
    do
        value = network(value);
    while (value >= n_);
    return static_cast<std::int64_t>(value);
}

} // namespace tvlt
