#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>

namespace tvlt::fuzz {

/// A file in memory, for readers that want a path.
class MemoryFile {
  public:
    MemoryFile();
    ~MemoryFile();
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;

    /// Makes the file hold these bytes and nothing else.
    void write(const std::uint8_t* data, std::size_t size) const;
    [[nodiscard]] std::filesystem::path path() const;

  private:
    int descriptor_;
};

} // namespace tvlt::fuzz
