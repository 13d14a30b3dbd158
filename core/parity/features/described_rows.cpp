#include "core/base/error.h"
#include "core/features/processor.h"
#include "core/parity/features/error_rows.h"
#include "core/parity/features/media_cases.h"
#include "core/parity/features/small_model.h"

#include <torch/torch.h>

namespace tvlt {
namespace {

torch::ScalarType typeNamed(const std::string& name) {
    for (const auto type : {torch::kUInt8, torch::kInt16, torch::kInt64, torch::kFloat32, torch::kFloat64})
        if (dtypeText(type) == name)
            return type;
    throwUnsupported("dtype \"" + name + "\" is unknown");
}

/// A stored tensor, or {"shape", "dtype", "fill"}.
torch::Tensor describedTensor(const nlohmann::json& spec, ParityContext& context) {
    if (!spec.is_object() || !spec.contains("shape"))
        return context.tensors.input(spec);
    return torch::full(spec.at("shape").get<std::vector<std::int64_t>>(), spec.value("fill", 0.0),
                       typeNamed(spec.value("dtype", "float32")));
}

nlohmann::json runImageProcessor(const nlohmann::json& row, ParityContext& context) {
    const TvltImageProcessor processor(imageProcessorFromJson(objectAt(row, "init"), "init"));
    const auto call = imageCallFromJson(objectAt(row, "call"), processor.config(), "call");
    return describe(processor(readVideos(row, context), call), call.returnTensors);
}

nlohmann::json runFeatureExtractor(const nlohmann::json& row, ParityContext& context) {
    const TvltFeatureExtractor extractor(featureExtractorFromJson(objectAt(row, "init"), "init"));
    const auto call = speechCallFromJson(objectAt(row, "call"), "call");
    return describe(extractor(readSpeech(row, context), call), call.returnTensors);
}

nlohmann::json runModel(const std::string& component, const nlohmann::json& row, ParityContext& context) {
    const torch::InferenceMode inference;
    nlohmann::json json = objectAt(row, "config");
    json["architectures"] = {component};
    const auto config = configFromJson(json, "config");
    StateDict tensors;
    for (const auto& [name, spec] : objectAt(row, "inputs").items())
        tensors[name] = describedTensor(spec, context);
    auto inputs = modelInputs(tensors);
    const auto call = objectAt(row, "call");
    inputs.mask_pixel = call.value("mask_pixel", false);
    inputs.mask_audio = call.value("mask_audio", false);
    const bool train = row.value("train_mode", false);
    if (component == "TvltModel") {
        TvltModel model(config);
        model->train(train);
        return describe(model->forward(inputs));
    }
    if (component == "TvltForAudioVisualClassification") {
        TvltForAudioVisualClassification model(config);
        model->train(train);
        return describe(model->forward(inputs, tensorOrNone(tensors, "labels")));
    }
    TvltForPreTraining model(config);
    model->train(train);
    PreTrainingInputs all;
    all.inputs = inputs;
    all.labels = tensorOrNone(tensors, "labels");
    all.pixel_values_mixed = tensorOrNone(tensors, "pixel_values_mixed");
    all.pixel_mask_mixed = tensorOrNone(tensors, "pixel_mask_mixed");
    all.reconstruct = call.value("reconstruct", train);
    return describe(model->forward(all));
}

} // namespace

bool describesItself(const nlohmann::json& row) {
    return row.contains("init") || row.contains("call") || row.contains("inputs") || row.contains("config");
}

nlohmann::json runDescribedRow(const nlohmann::json& row, ParityContext& context) {
    const auto component = row.value("component", "");
    if (component == "TvltImageProcessor")
        return runImageProcessor(row, context);
    if (component == "TvltFeatureExtractor")
        return runFeatureExtractor(row, context);
    if (component == "TvltConfig")
        return (void)configFromJson(objectAt(row, "config"), "config"), nlohmann::json();
    if (component == "TvltModel" || component == "TvltForPreTraining" ||
        component == "TvltForAudioVisualClassification")
        return runModel(component, row, context);
    throwUnsupported("rows of component \"" + component + "\" can't be described by fields");
}

} // namespace tvlt
