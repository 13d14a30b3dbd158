#include "core/base/data_file.h"

namespace tvlt {

namespace fs = std::filesystem;

std::optional<fs::path> findDataFile(const fs::path& name) {
    std::error_code ec;
    const fs::path programs = fs::read_symlink("/proc/self/exe", ec).parent_path();
    const fs::path file = (programs / TVLT_DATA_FROM_PROGRAMS / name).lexically_normal();
    return fs::exists(file, ec) ? std::optional(file) : std::nullopt;
}

} // namespace tvlt
