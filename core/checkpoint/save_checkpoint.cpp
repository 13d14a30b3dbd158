#include "core/base/error.h"
#include "core/base/file.h"
#include "core/checkpoint/assemble.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/modules.h"
#include "core/model/state_dict.h"

#include <nlohmann/json.hpp>

namespace tvlt {

namespace fs = std::filesystem;

namespace {

ModelClass classOf(const Modules& modules) {
    if (modules.pretraining)
        return ModelClass::PreTraining;
    return modules.classification ? ModelClass::Classification : ModelClass::Model;
}

const char* dtypeOf(const Modules& modules, const SaveOptions& options) {
    if (options.half)
        return "float16";
    return modules.dtype == torch::kBFloat16 ? "bfloat16" : "float32";
}

/// Rounds to f16. Throws BadInput for weights beyond its largest number, 65504: they would become infinite.
void halve(StateDict& tensors, const std::string& name) {
    for (auto& [key, tensor] : tensors) {
        const torch::Tensor half = tensor.to(torch::kFloat16);
        if (!half.isfinite().eq(tensor.isfinite()).all().item<bool>())
            throwBadInput(key + " has values that half floats cannot hold", name, "Save it in f32.");
        tensor = half;
    }
}

} // namespace

void saveCheckpoint(const Checkpoint& checkpoint, const fs::path& folder, const SaveOptions& options) {
    const Modules& modules = *checkpoint.modules;
    const ModelClass modelClass = classOf(modules);
    if (checkpoint.config.mode == ModelMode::Original && modelClass == ModelClass::Classification)
        throwUnsupported("the authors' classifier has a pooler that Hugging Face's class has no place for",
                         checkpoint.name, "Keep the authors' file.");
    StateDict tensors = stateDict(modules.root());
    if (options.half)
        halve(tensors, checkpoint.name);
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
