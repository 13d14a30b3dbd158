#include "core/export/npz.h"

#include "core/base/error.h"
#include "core/checkpoint/container/zip_writer.h"

#include <algorithm>
#include <bit>

namespace tvlt {

namespace {

constexpr std::int64_t kVersion = 1;

static_assert(std::endian::native == std::endian::little, "arrays are written as they lie in memory");

template <class T>
NpzArray pack(std::string name, std::vector<std::int64_t> shape, std::string descr, std::span<const T> values) {
    const auto raw = std::as_bytes(values);
    return {std::move(name), std::move(shape), std::move(descr), {raw.begin(), raw.end()}};
}

std::uint64_t elements(const NpzArray& array) {
    std::uint64_t count = 1;
    for (const std::int64_t size : array.shape)
        if (size < 0 || __builtin_mul_overflow(count, static_cast<std::uint64_t>(size), &count))
            throwBadInput("has an impossible shape", "array " + array.name);
    return count;
}

/// The .npy format, version 1.0: magic, version, header length, a Python dict padded with spaces to 64 bytes, data
/// (numpy/lib/format.py).
std::vector<std::byte> npy(const NpzArray& array) {
    const std::uint64_t itemSize = std::stoul(array.descr.substr(2));
    if (elements(array) * itemSize != array.bytes.size())
        throwBadInput("has " + std::to_string(array.bytes.size()) + " bytes, which do not fit its shape and type",
                      "array " + array.name);
    std::string header = "{'descr': '" + array.descr + "', 'fortran_order': False, 'shape': (";
    for (const std::int64_t size : array.shape)
        header += std::to_string(size) + ", ";
    header += "), }";
    constexpr std::size_t fixed = 10;
    constexpr std::size_t alignment = 64;
    const std::size_t padded = (fixed + header.size() + 1 + alignment - 1) / alignment * alignment;
    header.resize(padded - fixed - 1, ' ');
    header += '\n';

    std::string start("\x93NUMPY\x01\x00", 8);
    start += static_cast<char>(header.size() & 0xFFU);
    start += static_cast<char>(header.size() >> 8U);
    start += header;
    const auto text = std::as_bytes(std::span(start));
    std::vector<std::byte> file(text.begin(), text.end());
    file.insert(file.end(), array.bytes.begin(), array.bytes.end());
    return file;
}

} // namespace

NpzArray NpzArray::floats(std::string name, std::vector<std::int64_t> shape, std::span<const float> values) {
    return pack(std::move(name), std::move(shape), "<f4", values);
}
NpzArray NpzArray::doubles(std::string name, std::vector<std::int64_t> shape, std::span<const double> values) {
    return pack(std::move(name), std::move(shape), "<f8", values);
}
NpzArray NpzArray::integers(std::string name, std::vector<std::int64_t> shape, std::span<const std::int64_t> values) {
    return pack(std::move(name), std::move(shape), "<i8", values);
}
NpzArray NpzArray::bytes8(std::string name, std::vector<std::int64_t> shape, std::span<const std::uint8_t> values) {
    return pack(std::move(name), std::move(shape), "|u1", values);
}
NpzArray NpzArray::strings(std::string name, const std::vector<std::string>& texts) {
    std::size_t longest = 1; // numpy has no strings of length 0
    for (const std::string& text : texts)
        longest = std::max(longest, text.size());
    std::string padded;
    for (const std::string& text : texts)
        padded += text + std::string(longest - text.size(), '\0');
    return pack(std::move(name), {static_cast<std::int64_t>(texts.size())}, "|S" + std::to_string(longest),
                std::span<const char>(padded));
}

void addCheckpoint(std::vector<NpzArray>& arrays, const std::string& key, const std::string& name,
                   const std::string& label) {
    arrays.push_back(NpzArray::strings(key, {name}));
    if (!label.empty())
        arrays.push_back(NpzArray::strings(key + "_label", {label}));
}

void writeNpz(const std::filesystem::path& path, const std::vector<NpzArray>& arrays) {
    const NpzArray version = NpzArray::integers("format_version", {}, std::vector<std::int64_t>{kVersion});
    std::vector<const NpzArray*> all;
    for (const NpzArray& array : arrays)
        all.push_back(&array);
    all.push_back(&version);
    std::vector<std::vector<std::byte>> files;
    for (const NpzArray* array : all)
        files.push_back(npy(*array));
    std::vector<StoredEntry> entries; // stored, as numpy.savez does
    for (std::size_t i = 0; i < all.size(); ++i)
        entries.push_back({all[i]->name + ".npy", files[i]});
    writeStoredZip(path, entries);
}

} // namespace tvlt
