#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

struct zip;

namespace tvlt {

/// A zip archive as torch.save writes it, opened for reading. The constructor refuses what torch.save never makes:
/// absolute paths and "..", duplicate names, compressed or encrypted entries, entries that claim more bytes together
/// than the file has.
class ZipContainer {
  public:
    /// Throws NotFound or BadInput.
    explicit ZipContainer(const std::filesystem::path& path);
    ~ZipContainer();
    ZipContainer(const ZipContainer&) = delete;
    ZipContainer& operator=(const ZipContainer&) = delete;

    struct Entry {
        std::uint64_t index = 0;
        std::uint64_t size = 0;
    };
    [[nodiscard]] const std::map<std::string, Entry>& entries() const { return entries_; }
    [[nodiscard]] bool has(const std::string& name) const { return entries_.count(name) != 0; }

    /// Reads an entry whose size is known to be bytes.size(). Throws BadInput when it is missing, has another size or a
    /// wrong checksum.
    void read(const std::string& name, std::span<std::byte> bytes) const;
    /// Reads a small entry. Throws BadInput when it is larger than `limit`.
    [[nodiscard]] std::vector<std::byte> readAll(const std::string& name, std::uint64_t limit) const;

  private:
    std::string where_;
    std::unique_ptr<zip, int (*)(zip*)> archive_;
    std::map<std::string, Entry> entries_;
};

} // namespace tvlt
