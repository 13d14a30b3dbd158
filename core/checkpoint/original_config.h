#pragma once

#include "core/checkpoint/checkpoint.h"
#include "core/model/safetensors.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace tvlt {

/// What an authors' file says about itself through its shapes.
struct OriginalConfig {
    TvltConfig config; ///< mode Original; task_mae and task_matching by the heads that are there
    bool classifier = false;
    std::string architecture; ///< "TVLT original, MAE", …
    bool headsAssumed = false;
    std::vector<std::string> notes;
};

/// Infers the hyper-parameters from the authors' keys and shapes. Attention heads are in no shape: `options`, else one
/// per 64 columns (decoder: per 32), else a training script's hint, else the most that divide. Throws BadInput naming
/// the tensor when shapes are missing or contradict, and for options that do not divide.
[[nodiscard]] OriginalConfig inferOriginalConfig(const StateDict& tensors, const LoadOptions& options,
                                                 const std::map<std::string, std::int64_t>& hints,
                                                 const std::string& where);

/// The authors' recipe for such a model: 44,100 Hz, hop 512, at most 1024 rows, 8 frames (one for the MAE).
[[nodiscard]] PreprocessorConfig originalPreprocessor(const OriginalConfig& original);

} // namespace tvlt
