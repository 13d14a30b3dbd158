#include "core/parity/model_source.h"

#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/model/safetensors.h"
#include "core/model/state_dict.h"

#include <nlohmann/json.hpp>
#include <torch/torch.h>

#include <utility>

namespace tvlt {
namespace {

bool anyKeyStartsWith(const StateDict& tensors, const std::string& prefix) {
    const auto found = tensors.lower_bound(prefix);
    return found != tensors.end() && found->first.rfind(prefix, 0) == 0;
}

/// Loads the module's parameters from `tensors`, which must hold them all.
void fill(torch::nn::Module& module, const StateDict& tensors, const std::string& where) {
    const auto report = loadStateDict(module, tensors);
    if (!report.missing.empty())
        throwBadInput("parameter \"" + report.missing.front() + "\" is not there", where);
    if (!report.wrongShape.empty())
        throwBadInput("parameter \"" + report.wrongShape.front().key + "\" has another shape", where);
}

} // namespace

ParityModel loadSafetensorsFolder(const std::filesystem::path& checkpoint, torch::Device device,
                                  torch::ScalarType dtype, const GivenHeads& heads) {
    if (!std::filesystem::exists(checkpoint / "model.safetensors"))
        throwUnsupported("only folders with model.safetensors can be opened by this build", checkpoint.string(),
                         "Use a build with core/checkpoint for the other formats.");
    const auto json = readJsonObject(checkpoint / "config.json");
    ParityModel model{configFromJson(json, (checkpoint / "config.json").string()), std::make_shared<Modules>()};
    if (heads.encoder)
        model.config.num_attention_heads = *heads.encoder;
    if (heads.decoder)
        model.config.decoder_num_attention_heads = *heads.decoder;
    const auto tensors = readSafetensors(checkpoint / "model.safetensors");
    const auto ready = [&](auto module, const StateDict& weights) {
        fill(*module, weights, checkpoint.string());
        module->to(device, dtype);
        module->eval();
        return module;
    };
    Modules& modules = *model.modules;
    modules.device = device;
    modules.dtype = dtype;
    if (anyKeyStartsWith(tensors, "classifier."))
        modules.classification = ready(TvltForAudioVisualClassification(model.config), tensors);
    else if (anyKeyStartsWith(tensors, "matching_head.") || anyKeyStartsWith(tensors, "decoder."))
        modules.pretraining = ready(TvltForPreTraining(model.config), tensors);
    else
        modules.model = ready(TvltModel(model.config),
                              anyKeyStartsWith(tensors, "tvlt.") ? withoutPrefix(tensors, "tvlt.") : tensors);
    return model;
}

ModelSource::ModelSource(std::filesystem::path folder, ModelLoader loader, torch::Device device,
                         torch::ScalarType dtype)
    : folder_(std::move(folder)), loader_(std::move(loader)), device_(device), dtype_(dtype) {}

const ParityModel& ModelSource::get(const std::string& relativePath, const GivenHeads& heads) {
    const auto text = [](const std::optional<int>& n) { return n ? std::to_string(*n) : std::string("-"); };
    const std::string key = relativePath + "|" + text(heads.encoder) + "|" + text(heads.decoder);
    const auto known = models_.find(key);
    if (known != models_.end())
        return known->second;
    return models_.emplace(key, loader_(folder_ / relativePath, device_, dtype_, heads)).first->second;
}

TvltConfig withOverrides(const TvltConfig& config, const nlohmann::json& overrides) {
    auto json = configToJson(config, "TvltModel");
    json.update(overrides);
    auto changed = configFromJson(json, "config_overrides");
    changed.mode = config.mode;
    changed.classifier_layer_norm_eps = config.classifier_layer_norm_eps;
    return changed;
}

template <class Holder> Holder rebuild(const Holder& module, const TvltConfig& config) {
    StateDict tensors;
    for (const auto& parameter : module->named_parameters())
        tensors.emplace(parameter.key(), parameter.value());
    Holder fresh(config);
    fresh->to(tensors.begin()->second.device(), tensors.begin()->second.scalar_type());
    fill(*fresh, tensors, "the checkpoint");
    fresh->eval();
    return fresh;
}

template TvltModel rebuild(const TvltModel&, const TvltConfig&);
template TvltForPreTraining rebuild(const TvltForPreTraining&, const TvltConfig&);
template TvltForAudioVisualClassification rebuild(const TvltForAudioVisualClassification&, const TvltConfig&);

} // namespace tvlt
