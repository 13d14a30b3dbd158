#pragma once

#include <array>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>

namespace tvlt {

/// The names under which a Hugging Face folder keeps weights; the first that is there counts.
inline constexpr std::array<const char*, 4> kWeightNames{"model.safetensors", "model.safetensors.index.json",
                                                         "pytorch_model.bin", "pytorch_model.bin.index.json"};
/// What stands behind the name of weights in several files, where the file says which.
inline constexpr const char* kIndexSuffix = ".index.json";

/// Whether a name ends as files of weights do: .safetensors, .bin, .ckpt, .pt, .pth.
[[nodiscard]] bool hasWeightsEnding(std::string_view name);

/// The names of the files that an index divides weights among. All lie beside the index: anything else could make the
/// program read or write any file there is. Throws BadInput, also for more than 1000 files.
[[nodiscard]] std::set<std::string> shardNames(const std::filesystem::path& index);

} // namespace tvlt
