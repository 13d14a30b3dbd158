#include "tests/core/checkpoint/container/support/zip_writer.h"

#include "core/base/file.h"

namespace tvlt {

namespace {

std::uint32_t crc32(const std::string& data) {
    std::uint32_t crc = 0xFFFFFFFFU;
    for (const char c : data) {
        crc ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
    }
    return ~crc;
}

template <class T> void put(std::string& out, T value) {
    for (std::size_t i = 0; i < sizeof(T); ++i)
        out += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i) & 0xFFU);
}

/// The fields that the local and the central header share.
std::string fields(const ZipEntry& entry) {
    std::string out;
    const auto size = static_cast<std::uint32_t>(entry.claimedSize >= 0 ? entry.claimedSize
                                                                        : static_cast<std::int64_t>(entry.data.size()));
    put<std::uint16_t>(out, 20);
    put<std::uint16_t>(out, 0);
    put<std::uint16_t>(out, entry.method);
    put<std::uint32_t>(out, 0x21);
    put<std::uint32_t>(out, crc32(entry.data));
    put<std::uint32_t>(out, size);
    put<std::uint32_t>(out, size);
    put<std::uint16_t>(out, static_cast<std::uint16_t>(entry.name.size()));
    put<std::uint16_t>(out, 0);
    return out;
}

} // namespace

void writeZip(const std::filesystem::path& path, const std::vector<ZipEntry>& entries) {
    std::string file;
    std::string directory;
    for (const ZipEntry& entry : entries) {
        directory += "PK\x01\x02";
        put<std::uint16_t>(directory, 20);
        directory += fields(entry);
        directory.append(10, '\0'); // comment length, disk, attributes
        put<std::uint32_t>(directory, static_cast<std::uint32_t>(file.size()));
        directory += entry.name;
        file += "PK\x03\x04" + fields(entry) + entry.name + entry.data;
    }
    const auto start = static_cast<std::uint32_t>(file.size());
    file += directory + "PK\x05\x06";
    put<std::uint32_t>(file, 0);
    put<std::uint16_t>(file, static_cast<std::uint16_t>(entries.size()));
    put<std::uint16_t>(file, static_cast<std::uint16_t>(entries.size()));
    put<std::uint32_t>(file, static_cast<std::uint32_t>(directory.size()));
    put<std::uint32_t>(file, start);
    put<std::uint16_t>(file, 0);
    writeFileAtomically(path, file);
}

} // namespace tvlt
