#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

namespace tvlt {

/// One tensor as the header of a safetensors file describes it, checked.
struct SafetensorsEntry {
    std::string name;
    std::string dtype; ///< one of safetensorsDtypes
    std::vector<std::int64_t> shape;
    std::uint64_t begin = 0; ///< in the data, which starts behind the header
    std::uint64_t end = 0;
};

/// What a file says of itself. The entries follow each other without overlap, gap or rest.
struct SafetensorsHeader {
    std::vector<SafetensorsEntry> entries;
    std::uint64_t dataBegin = 0; ///< in the file
    std::uint64_t dataBytes = 0;
};

struct SafetensorsDtype {
    const char* name;
    int bytes; ///< of an element
};
inline constexpr SafetensorsDtype safetensorsDtypes[] = {{"F64", 8}, {"F32", 4}, {"F16", 2}, {"BF16", 2}, {"I64", 8},
                                                         {"I32", 4}, {"I16", 2}, {"I8", 1},  {"U8", 1},   {"BOOL", 1}};

/// Reads the header from the start of a file of `fileBytes` bytes, which `where` names. Enforces the format's own rules
/// before anything is believed: header length against the file and a 100 MB cap, no duplicate names, offsets inside the
/// data without overlap, gap or rest, shape × dtype equal to the span; and bounds of our own: a million JSON values, 64
/// dimensions. Throws BadInput, or Unsupported for another dtype, naming the tensor or the byte.
[[nodiscard]] SafetensorsHeader readSafetensorsHeader(std::istream& in, std::uint64_t fileBytes,
                                                      const std::string& where);

} // namespace tvlt
