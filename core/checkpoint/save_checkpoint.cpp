#include "core/base/error.h"
#include "core/base/file.h"
#include "core/checkpoint/assemble.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/modules.h"
#include "core/checkpoint/stored_tensors.h"

#include <nlohmann/json.hpp>

namespace tvlt {

namespace fs = std::filesystem;

namespace {

ModelClass classOf(const Modules& modules) {
    if (modules.pretraining)
        return ModelClass::PreTraining;
    return modules.classification ? ModelClass::Classification : ModelClass::Model;
}

/// As config.json has it.
const char* dtypeOf(const Modules& modules, const SaveOptions& options) {
    switch (options.dtype.value_or(modules.dtype == torch::kBFloat16 ? StoredDtype::BF16 : StoredDtype::F32)) {
    case StoredDtype::F16:
        return "float16";
    case StoredDtype::BF16:
        return "bfloat16";
    case StoredDtype::F32:
        break;
    }
    return "float32";
}

} // namespace

void saveCheckpoint(const Checkpoint& checkpoint, const fs::path& folder, const SaveOptions& options) {
    const Modules& modules = *checkpoint.modules;
    const ModelClass modelClass = classOf(modules);
    if (checkpoint.config.mode == ModelMode::Original && modelClass == ModelClass::Classification)
        throwUnsupported("the authors' classifier has a pooler that Hugging Face's class has no place for",
                         checkpoint.name, "Keep the authors' file.");
    const StateDict tensors = storedTensors(checkpoint, options);
    std::error_code ec;
    fs::create_directories(folder, ec);
    if (ec)
        throwBadInput("cannot be created: " + ec.message(), folder.string(), "Choose another place.");

    nlohmann::json config = configToJson(checkpoint.config, className(modelClass));
    config["torch_dtype"] = dtypeOf(modules, options);
    if (!checkpoint.report.label.empty())
        config["workbench_label"] = checkpoint.report.label;
    writeSafetensors(folder / "model.safetensors", tensors);
    writeFileAtomically(folder / "preprocessor_config.json",
                        preprocessorToJson(checkpoint.preprocessor).dump(2) + "\n");
    writeFileAtomically(folder / "config.json", config.dump(2) + "\n");
}

} // namespace tvlt
