#include "tests/fuzz/memory_file.h"

#include <sys/mman.h>

#include <cstdlib>
#include <string>
#include <unistd.h>

namespace tvlt::fuzz {

MemoryFile::MemoryFile() : descriptor_(::memfd_create("fuzz", MFD_CLOEXEC)) {
    if (descriptor_ < 0)
        std::abort();
}

MemoryFile::~MemoryFile() {
    ::close(descriptor_);
}

void MemoryFile::write(const std::uint8_t* data, std::size_t size) const {
    if (::ftruncate(descriptor_, 0) != 0 || ::pwrite(descriptor_, data, size, 0) != static_cast<ssize_t>(size))
        std::abort();
}

std::filesystem::path MemoryFile::path() const {
    return "/proc/self/fd/" + std::to_string(descriptor_);
}

} // namespace tvlt::fuzz
