#include "core/base/data_file.h"

namespace tvlt {

namespace fs = std::filesystem;

fs::path programsFolder() {
    std::error_code ec;
    return fs::read_symlink("/proc/self/exe", ec).parent_path();
}

std::optional<fs::path> findDataFile(const fs::path& name) {
    std::error_code ec;
    const fs::path file = (programsFolder() / TVLT_DATA_FROM_PROGRAMS / name).lexically_normal();
    return fs::exists(file, ec) ? std::optional(file) : std::nullopt;
}

} // namespace tvlt
