#pragma once

#include "core/base/job.h"
#include "core/model/safetensors.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace tvlt {

struct WeightsFiles;

/// All tensors of all files and what readTorchFile found beside them.
struct Weights {
    StateDict tensors;
    std::string container; ///< "safetensors", or TorchFile::container
    std::map<std::string, std::int64_t> hints;
    std::vector<std::string> notes;
};

/// Reads them into memory. Throws Exception.
[[nodiscard]] Weights readWeights(const WeightsFiles& files, const Job& job = {});

} // namespace tvlt
