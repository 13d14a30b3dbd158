#pragma once

#include <cstdint>

namespace tvlt {

/// A seeded permutation of 0 … n-1 whose values are had one by one, without a table: a Feistel network on the next
/// even power of two, walked until it falls inside (Black and Rogaway 2002).
class Shuffle {
  public:
    Shuffle(std::int64_t n, std::uint64_t key);
    [[nodiscard]] std::int64_t operator()(std::int64_t index) const;

  private:
    [[nodiscard]] std::uint64_t network(std::uint64_t value) const;
    std::uint64_t n_;
    std::uint64_t key_;
    int halfBits_ = 1;
};

} // namespace tvlt
