#include "core/checkpoint/checkpoint.h"

namespace tvlt {

namespace fs = std::filesystem;

namespace {

/// Installed with the program, else in the sources that it was built from. `sign`: the file that must be there.
std::optional<fs::path> findDemo(const fs::path& name, const fs::path& sign) {
    std::error_code ec;
    const fs::path prefix = fs::read_symlink("/proc/self/exe", ec).parent_path().parent_path();
    for (const fs::path& resources : {prefix / "share/tvlt-workbench", fs::path(TVLT_RESOURCES)})
        if (fs::exists(resources / sign, ec))
            return resources / name;
    return std::nullopt;
}

} // namespace

std::shared_ptr<const Checkpoint> openDefaultCheckpoint(const LoadOptions& options, const Job& job) {
    const auto demo = findDemo("demo-checkpoint", "demo-checkpoint/config.json");
    return demo ? loadCheckpoint(demo->string(), options, job) : untrainedCheckpoint(1, options);
}

std::optional<fs::path> findDemoClassifier() {
    return findDemo("demo-classifier", "demo-classifier/config.json");
}

std::optional<fs::path> findDemoClip() {
    return findDemo("demo.mp4", "demo.mp4");
}

} // namespace tvlt
