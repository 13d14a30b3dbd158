#pragma once

#include "core/dataset/example_source.h"

#include <optional>
#include <string>
#include <string_view>

namespace tvlt {

/// An example as bytes for a cache on this machine, in its byte order: "TVLTEX01", the size and the hashBytes() of all
/// that follows, `fingerprint`, then the example. Values of a channel that take at most 256 levels, as those of 8-bit
/// pictures do, are kept as a table and one byte each: exactly, in a quarter of the room.
[[nodiscard]] std::string encodeExample(const Example& example, std::string_view fingerprint);

/// None for bytes that are damaged, of another version, or of another fingerprint. No size is believed unchecked.
[[nodiscard]] std::optional<Example> decodeExample(std::string_view bytes, std::string_view fingerprint);

} // namespace tvlt
