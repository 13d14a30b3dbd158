#include "core/checkpoint/container/torch_container.h"

#include "core/base/error.h"

#include <array>
#include <fstream>
#include <string_view>

namespace tvlt {

namespace fs = std::filesystem;

std::uint64_t byteCount(const pickle::Storage& storage) {
    return static_cast<std::uint64_t>(storage.elements) * static_cast<std::uint64_t>(elementSize(storage.element));
}

std::unique_ptr<TorchContainer> openTorchContainer(const fs::path& path) {
    std::array<char, 4> start{};
    std::error_code ec;
    if (!fs::exists(path, ec))
        throwNotFound("no such file", path.string(), "Check the path.");
    if (!fs::is_regular_file(path, ec))
        throwBadInput("is not a file", path.string());
    std::ifstream(path, std::ios::binary).read(start.data(), start.size());
    if (std::string_view(start.data(), start.size()) == std::string_view("PK\x03\x04", 4))
        return openTorchZip(path);
    return openTorchLegacy(path);
}

} // namespace tvlt
