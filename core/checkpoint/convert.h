#pragma once

#include "core/checkpoint/checkpoint.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tvlt {

/// What a checkpoint can be written as.
enum class CheckpointFormat {
    Folder,      ///< as transformers 4.40.2 opens it: config.json, preprocessor_config.json, model.safetensors
    Safetensors, ///< weights alone, under the names that they have in the source
    Authors      ///< one file of the authors' (.ckpt): their names, as torch.save writes them
};

[[nodiscard]] CheckpointFormat formatFromName(const std::string& name); ///< "folder", "safetensors", "ckpt"; BadInput
/// By the path's ending: .safetensors; .ckpt, .pt or .pth; else a folder.
[[nodiscard]] CheckpointFormat formatByName(const std::filesystem::path& path);

struct ConvertOptions {
    CheckpointFormat format = CheckpointFormat::Folder;
    std::optional<StoredDtype> dtype; ///< none: the source's
    bool force = false;               ///< replace what is there under the same names; nothing else is ever removed
    LoadOptions load;                 ///< for its heads and cache
};

/// What was written.
struct Converted {
    std::int64_t parameters = 0;
    StoredDtype dtype = StoredDtype::F32;
    std::vector<std::string> notes; ///< what a person has to know, in plain sentences
};

/// Reads whatever loadCheckpoint() reads and writes it to `to`, atomically, but for a folder that holds files already,
/// in which each file is replaced by itself and others stay: weights keep every bit where their dtype
/// stays, else they are rounded as SaveOptions says. Weights of several dtypes become f32. Throws Exception: as
/// loadCheckpoint() and saveCheckpoint(); BadInput when something is there already (unless `force`); Unsupported where
/// the format has no place for the model.
Converted convertCheckpoint(const std::string& pathOrId, const std::filesystem::path& to, const ConvertOptions& options,
                            const Job& job = {});

} // namespace tvlt
