#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/weights_files.h"
#include "core/media/sha256.h"

namespace tvlt {

std::string fileHash(const std::filesystem::path& weights, const Job& job) {
    return sha256(findWeights(weights).files, job, "hashing weights");
}

} // namespace tvlt
