#pragma once

#include "core/base/job.h"
#include "core/checkpoint/load_report.h"
#include "core/features/preprocessor_config.h"
#include "core/model/config.h"
#include "core/model/device.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace tvlt {

/// The LibTorch modules of a checkpoint; see modules.h. Headers above core only hold pointers to it.
struct Modules;

/// A checkpoint in memory, ready to run. Immutable but for the modules' device; passed as shared_ptr<const Checkpoint>.
struct Checkpoint {
    std::string name; ///< for people: folder or file name
    TvltConfig config;
    PreprocessorConfig preprocessor; ///< patch sizes follow config.json
    LoadReport report;
    std::filesystem::path weights; ///< folder or file they were read from; empty: made by the program
    std::shared_ptr<Modules> modules;
};

struct LoadOptions {
    DeviceChoice device;
    Dtype dtype = Dtype::F32;
    std::optional<int> heads;        ///< for files that do not say (the authors'): overrides hidden / 64
    std::optional<int> decoderHeads; ///< likewise, decoder_hidden / 32
    std::filesystem::path hubCache;  ///< where hub ids are looked for; empty: hubCacheFolder()
};

/// Opens a Hugging Face folder (model.safetensors, sharded or not, or pytorch_model.bin), a lone .safetensors or .bin,
/// the authors' .ckpt, or a hub id ("ZinengTang/tvlt-base", "…@revision") found in the local cache. Throws Exception;
/// wrong, missing and extra keys are in the report, and a missing head only switches off what needs it. An encoder with
/// missing or wrongly shaped keys is BadInput.
[[nodiscard]] std::shared_ptr<const Checkpoint> loadCheckpoint(const std::string& pathOrId,
                                                               const LoadOptions& options = {}, const Job& job = {});

/// A checkpoint with seeded random weights in the size of a small demo model (96 × 96 pixels in patches of 8, 8 frames,
/// up to 1024 rows of 128 bands), labelled "untrained". The same seed gives the same weights.
[[nodiscard]] std::shared_ptr<const Checkpoint> untrainedCheckpoint(std::uint64_t seed = 1,
                                                                    const LoadOptions& options = {});

/// The demo checkpoint that comes with the program (core/base/data_file.h), else untrainedCheckpoint(): the report's
/// label says which. Throws as loadCheckpoint().
[[nodiscard]] std::shared_ptr<const Checkpoint> openDefaultCheckpoint(const LoadOptions& options = {},
                                                                      const Job& job = {});

/// The folder of the demo classifier that belongs to the demo checkpoint, found in the same place. None: there is none.
[[nodiscard]] std::optional<std::filesystem::path> findDemoClassifier();
/// The demo clip, found in the same place. None: there is none.
[[nodiscard]] std::optional<std::filesystem::path> findDemoClip();

/// Numbers that weights are stored in: "f32", "f16", "bf16".
enum class StoredDtype { F32, F16, BF16 };
[[nodiscard]] std::string storedDtypeName(StoredDtype dtype);
[[nodiscard]] StoredDtype storedDtypeFromName(const std::string& name); ///< throws BadInput

struct SaveOptions {
    /// Weights are rounded to it, to the nearest, of two the even one; none: they keep the dtype they have.
    std::optional<StoredDtype> dtype = std::nullopt;
};

/// Writes config.json, model.safetensors (metadata format: pt) and preprocessor_config.json as transformers 4.40.2
/// opens them; each file atomically, config.json last. Creates the folder. The authors' models can be written too, but
/// run by the reference they differ where ModelMode::Original does (no CLS in the masked pass, hidden -1 patches);
/// their classifier is Unsupported, because the reference has no place for its pooler. BadInput for a dtype that
/// cannot hold a weight.
void saveCheckpoint(const Checkpoint& checkpoint, const std::filesystem::path& folder, const SaveOptions& options = {});

/// SHA-256 of the weights' file (of shards: one after the other, by name) of a folder or file, in hexadecimal; of a
/// loaded checkpoint those are its `weights`, which are not empty. Takes seconds for large files: call it in the
/// background.
[[nodiscard]] std::string fileHash(const std::filesystem::path& weights, const Job& job = {});

} // namespace tvlt
