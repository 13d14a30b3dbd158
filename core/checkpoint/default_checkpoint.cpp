#include "core/base/data_file.h"
#include "core/checkpoint/checkpoint.h"

namespace tvlt {

namespace fs = std::filesystem;

std::shared_ptr<const Checkpoint> openDefaultCheckpoint(const LoadOptions& options, const Job& job) {
    const auto demo = findDataFile("demo-checkpoint");
    return demo ? loadCheckpoint(demo->string(), options, job) : untrainedCheckpoint(1, options);
}

std::optional<fs::path> findDemoClassifier() {
    return findDataFile("demo-classifier");
}

std::optional<fs::path> findDemoClip() {
    return findDataFile("demo.mp4");
}

} // namespace tvlt
