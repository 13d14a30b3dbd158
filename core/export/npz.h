#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace tvlt {

/// A NumPy array to be written: name, shape and values of one dtype.
struct NpzArray {
    std::string name;
    std::vector<std::int64_t> shape;
    std::string descr;            ///< "<f4", "<f8", "<i8", "|u1", "|S12"
    std::vector<std::byte> bytes; ///< C order, little-endian

    static NpzArray floats(std::string name, std::vector<std::int64_t> shape, std::span<const float> values);
    static NpzArray doubles(std::string name, std::vector<std::int64_t> shape, std::span<const double> values);
    static NpzArray integers(std::string name, std::vector<std::int64_t> shape, std::span<const std::int64_t> values);
    /// A list of texts, as UTF-8 in bytes.
    static NpzArray strings(std::string name, const std::vector<std::string>& texts);
    static NpzArray bytes8(std::string name, std::vector<std::int64_t> shape, std::span<const std::uint8_t> values);
};

/// Adds who answered: its name as `key`, and what it calls itself ("demo model: …") as `key`_label unless that is
/// empty.
void addCheckpoint(std::vector<NpzArray>& arrays, const std::string& key, const std::string& name,
                   const std::string& label);

/// Writes an .npz that numpy.load opens, atomically, with an array more: format_version, which grows when a name or a
/// shape of docs/file-formats.md changes. Throws Exception.
void writeNpz(const std::filesystem::path& path, const std::vector<NpzArray>& arrays);

} // namespace tvlt
