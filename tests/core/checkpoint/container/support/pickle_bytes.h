#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// Pieces of pickles, written by hand: also such that no Python would write.
namespace tvlt::pickle_bytes {

[[nodiscard]] std::string byte(unsigned value);
/// BINUNICODE.
[[nodiscard]] std::string text(const std::string& value);
/// BININT.
[[nodiscard]] std::string number(std::int32_t value);
/// LONG1 of eight bytes.
[[nodiscard]] std::string longNumber(std::int64_t value);
/// A tuple of numbers.
[[nodiscard]] std::string tuple(const std::vector<std::int64_t>& values);
/// LONG_BINPUT and LONG_BINGET.
[[nodiscard]] std::string put(std::uint32_t key);
[[nodiscard]] std::string get(std::uint32_t key);
/// A FloatStorage's persistent id.
[[nodiscard]] std::string storage(const std::string& key, std::int64_t elements);
/// _rebuild_tensor_v2 over storage "0" of `elements` floats.
[[nodiscard]] std::string tensor(std::int64_t elements, std::int64_t offset, const std::vector<std::int64_t>& sizes,
                                 const std::vector<std::int64_t>& strides);
/// A legacy file: what torch.save wrote before 1.6 around the pickled `object` and the pickled list of `keys`.
[[nodiscard]] std::string legacyFile(const std::string& object, const std::string& keys, const std::string& data);

} // namespace tvlt::pickle_bytes
