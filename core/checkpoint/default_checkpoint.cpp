#include "core/checkpoint/checkpoint.h"

namespace tvlt {

namespace fs = std::filesystem;

std::shared_ptr<const Checkpoint> openDefaultCheckpoint(const LoadOptions& options, const Job& job) {
    std::error_code ec;
    const fs::path prefix = fs::read_symlink("/proc/self/exe", ec).parent_path().parent_path();
    for (const fs::path& resources : {prefix / "share/tvlt-workbench", fs::path(TVLT_RESOURCES)}) {
        const fs::path demo = resources / "demo-checkpoint";
        if (fs::exists(demo / "config.json", ec))
            return loadCheckpoint(demo.string(), options, job);
    }
    return untrainedCheckpoint(1, options);
}

} // namespace tvlt
