#include "tests/core/checkpoint/container/support/pickle_bytes.h"

namespace tvlt::pickle_bytes {

namespace {

std::string littleEndian(std::uint64_t value, unsigned bytes) {
    std::string out;
    for (unsigned i = 0; i < bytes; ++i)
        out += byte(static_cast<unsigned>(value >> (8 * i) & 0xFFU));
    return out;
}

} // namespace

std::string byte(unsigned value) {
    return std::string(1, static_cast<char>(value));
}

std::string text(const std::string& value) {
    return "X" + littleEndian(value.size(), 4) + value;
}

std::string number(std::int32_t value) {
    return "J" + littleEndian(static_cast<std::uint32_t>(value), 4);
}

std::string longNumber(std::int64_t value) {
    return "\x8a" + byte(8) + littleEndian(static_cast<std::uint64_t>(value), 8);
}

std::string tuple(const std::vector<std::int64_t>& values) {
    std::string out = "(";
    for (const std::int64_t value : values)
        out += longNumber(value);
    return out + "t";
}

std::string put(std::uint32_t key) {
    return "r" + littleEndian(key, 4);
}

std::string get(std::uint32_t key) {
    return "j" + littleEndian(key, 4);
}

std::string storage(const std::string& key, std::int64_t elements) {
    return "(" + text("storage") + "ctorch\nFloatStorage\n" + text(key) + text("cpu") + longNumber(elements) + "tQ";
}

std::string tensor(std::int64_t elements, std::int64_t offset, const std::vector<std::int64_t>& sizes,
                   const std::vector<std::int64_t>& strides) {
    return "ctorch._utils\n_rebuild_tensor_v2\n(" + storage("0", elements) + longNumber(offset) + tuple(sizes) +
           tuple(strides) +
           "\x89"
           "ccollections\nOrderedDict\n)RtR";
}

std::string legacyFile(const std::string& object, const std::string& keys, const std::string& data) {
    return "\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.M\xe9\x03.}" + text("little_endian") + "\x88s." + object +
           "." + keys + "." + data;
}

} // namespace tvlt::pickle_bytes
