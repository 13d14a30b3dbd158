#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace tvlt {

/// The files that hold a checkpoint's weights.
struct WeightsFiles {
    std::vector<std::filesystem::path> files; ///< one, or the shards in the order of their names
    std::filesystem::path folder;             ///< where config.json belongs
    std::string format;                       ///< "Hugging Face folder, model.safetensors", "lone .ckpt", …
};

/// For a folder: model.safetensors, its shards by index, pytorch_model.bin, its shards, in this order. For a file: that
/// file; for config.json or an index: its folder. Throws NotFound or BadInput; shards that lie outside of the folder
/// are refused.
[[nodiscard]] WeightsFiles findWeights(const std::filesystem::path& path);
/// Whether findWeights() finds weights in a folder, of shards all.
[[nodiscard]] bool hasWeights(const std::filesystem::path& folder);

} // namespace tvlt
