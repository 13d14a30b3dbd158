#include "core/base/error.h"
#include "core/parity/model_inputs.h"

#include <torch/torch.h>

#include <algorithm>

namespace tvlt {
namespace {

/// What the manifest says of a checkpoint's architecture: the authors' files do not hold their heads. An entry may
/// refer to another one with the same weights.
nlohmann::json archOf(const nlohmann::json& checkpoints, const std::string& path) {
    if (!checkpoints.contains(path))
        return nlohmann::json::object();
    const auto& about = checkpoints.at(path);
    const auto twin = about.value("same_weights_as", path);
    return objectAt(!about.contains("arch") && checkpoints.contains(twin) ? checkpoints.at(twin) : about, "arch");
}

const ParityModel& modelOf(const ParityCase& entry, ParityContext& context) {
    const auto path = entry.json.at("checkpoint").get<std::string>();
    const auto arch = archOf(objectAt(context.manifest.json, "checkpoints"), path);
    GivenHeads heads;
    if (arch.contains("num_heads"))
        heads.encoder = arch.at("num_heads").get<int>();
    if (arch.contains("decoder_num_heads"))
        heads.decoder = arch.at("decoder_num_heads").get<int>();
    return context.models.get(path, heads);
}

torch::Tensor valuesOf(const nlohmann::json& entry, const char* name, ParityContext& context) {
    if (!entry.at("inputs").contains(name))
        return {};
    return context.tensors.input(entry.at("inputs").at(name)).to(context.models.device(), context.models.dtype());
}

TvltInputs inputsOf(const nlohmann::json& entry, ParityContext& context) {
    TvltInputs inputs;
    inputs.pixel_values = valuesOf(entry, "video", context);
    inputs.audio_values = valuesOf(entry, "audio", context);
    return inputs;
}

torch::Tensor stored(const ParityCase& entry, const std::string& output, ParityContext& context) {
    return context.tensors.at(entry.json.at("outputs").at(output).get<std::string>());
}

/// A part of the sequence's key mask as the authors store it: 1 = real. Nothing hidden is no mask at all.
torch::Tensor maskPart(const TvltModelOutput& encoder, std::int64_t from, std::int64_t count) {
    const auto& tokens = encoder.last_hidden_state;
    const auto mask = encoder.sequence_mask.defined() ? encoder.sequence_mask
                                                      : torch::ones({tokens.size(0), tokens.size(1)}, tokens.options());
    return mask.narrow(1, from, count).ne(0).to(torch::kUInt8);
}

/// Which part of the sequence starts where: the authors' order is [cls, audio, video], a lone recording has no cls.
struct TokenPlaces {
    bool cls = false;
    std::int64_t audio = 0;
    std::int64_t video = 0;
};

TokenPlaces placesOf(const TvltModelOutput& encoder) {
    const auto count = [](const torch::Tensor& t) { return t.defined() ? t.size(1) : std::int64_t{0}; };
    TokenPlaces places{false, count(encoder.last_audio_hidden_state), count(encoder.last_pixel_hidden_state)};
    places.cls = encoder.last_hidden_state.size(1) == 1 + places.audio + places.video;
    return places;
}

void compareTokenOrder(const ParityCase& entry, const TokenPlaces& places, Comparison& comparison) {
    if (!entry.json.contains("token_order"))
        return;
    auto order = nlohmann::json::array();
    if (places.cls)
        order.push_back("cls");
    if (places.audio > 0)
        order.push_back("audio");
    if (places.video > 0)
        order.push_back("video");
    comparison.require(order == entry.json.at("token_order"), "token order is " + order.dump());
}

void runFeatures(const ParityCase& entry, ParityContext& context, Comparison& comparison) {
    const torch::InferenceMode inference;
    const auto& model = modelOf(entry, context);
    const auto inputs = inputsOf(entry.json, context);
    const auto encoded = model.modules->encoder()->forward(inputs);
    const auto places = placesOf(encoded);
    compareTokenOrder(entry, places, comparison);
    StateDict outputs{{"features", encoded.last_hidden_state},
                      {"audio_patch_mask", maskPart(encoded, places.cls ? 1 : 0, places.audio)},
                      {"video_patch_mask", maskPart(encoded, (places.cls ? 1 : 0) + places.audio, places.video)}};
    const auto expects = [&](const char* output) { return entry.json.at("outputs").contains(output); };
    if (auto pretraining = model.modules->pretraining; pretraining && expects("matching_logit")) {
        PreTrainingInputs matching;
        matching.inputs = inputs;
        matching.reconstruct = false;
        outputs["matching_logit"] = pretraining->forward(matching).matching_logits;
    }
    if (auto classification = model.modules->classification)
        outputs["classifier_output"] = classification->forward(inputs).logits;
    for (const auto& [name, reference] : entry.json.at("outputs").items())
        comparison.tensor(name, tensorOrNone(outputs, name), stored(entry, name, context),
                          caseTolerance(entry.json, name));
}

const nlohmann::json& caseNamed(const std::string& name, const Manifest& manifest) {
    const auto found =
        std::find_if(manifest.cases.begin(), manifest.cases.end(), [&](const ParityCase& c) { return c.name == name; });
    if (found == manifest.cases.end())
        throwNotFound("no case \"" + name + "\"", "features_case");
    return found->json;
}

torch::Tensor labelsOf(const ParityCase& entry, torch::Device device) {
    const auto& json = entry.json.at("labels");
    if (json.empty() || !json.front().is_array())
        return torch::tensor(json.get<std::vector<double>>()).to(device, torch::kFloat32);
    std::vector<torch::Tensor> rows;
    for (const auto& row : json)
        rows.push_back(torch::tensor(row.get<std::vector<double>>()));
    return torch::stack(rows).to(device, torch::kFloat32);
}

/// Matching: the picture is replaced by a foreign one where the label is 0.
void runMatchingLoss(const ParityCase& entry, ParityContext& context, Comparison& comparison) {
    const auto& model = modelOf(entry, context);
    if (!model.modules->pretraining)
        throwBadInput("the checkpoint has no matching head", entry.json.at("checkpoint").get<std::string>());
    auto pretraining = model.modules->pretraining;
    PreTrainingInputs matching;
    matching.inputs = inputsOf(entry.json, context);
    matching.labels = labelsOf(entry, context.models.device());
    matching.pixel_values_mixed =
        torch::where(matching.labels.view({-1, 1, 1, 1, 1}) > 0.5, matching.inputs.pixel_values,
                     valuesOf(entry.json, "false_video", context));
    matching.reconstruct = false;
    const auto result = pretraining->forward(matching);
    comparison.number("loss", result.matching_loss.item<double>(), numberOf(entry.json.at("value")), {});
    if (entry.json.contains("logits"))
        comparison.tensor("logits", result.matching_logits.flatten(),
                          torch::tensor(entry.json.at("logits").get<std::vector<double>>()), {});
}

/// The authors train sentiment by mean squared error and emotions by independent binary cross entropies.
void runLoss(const ParityCase& entry, ParityContext& context, Comparison& comparison) {
    const torch::InferenceMode inference;
    if (!entry.json.at("inputs").contains("features_case"))
        return runMatchingLoss(entry, context, comparison);
    const auto& model = modelOf(entry, context);
    if (!model.modules->classification)
        throwBadInput("the checkpoint has no classifier", entry.json.at("checkpoint").get<std::string>());
    const auto& features = caseNamed(entry.json.at("inputs").at("features_case").get<std::string>(), context.manifest);
    auto classification = model.modules->classification;
    const auto labels = labelsOf(entry, context.models.device());
    const auto inputs = inputsOf(features, context);
    const auto words = entry.json.at("loss").get<std::string>();
    double loss = 0.0;
    if (words.rfind("mse", 0) == 0) {
        auto config = classification->config();
        config.loss_type = LossType::Regression;
        loss = rebuild(classification, config)->forward(inputs, labels).loss.item<double>();
    } else if (words.find("BCE") != words.npos) {
        loss = torch::binary_cross_entropy_with_logits(classification->forward(inputs).logits.to(torch::kFloat32),
                                                       labels, {}, {}, at::Reduction::Mean)
                   .item<double>();
    } else {
        throwUnsupported("loss \"" + words + "\" is unknown");
    }
    comparison.number("loss", loss, numberOf(entry.json.at("value")), {});
}

void runMae(const ParityCase& entry, ParityContext& context, Comparison& comparison) {
    const torch::InferenceMode inference;
    const auto& model = modelOf(entry, context);
    if (!model.modules->pretraining)
        throwBadInput("the checkpoint has no MAE heads", entry.json.at("checkpoint").get<std::string>());
    auto config = model.config;
    config.pixel_mask_ratio = entry.json.at("video_mask_ratio").get<double>();
    config.audio_mask_ratio = entry.json.at("audio_mask_ratio").get<double>();
    PreTrainingInputs inputs;
    inputs.inputs = inputsOf(entry.json, context);
    inputs.match = false;
    giveNoise(inputs.inputs, config, context.tensors.input(entry.json.at("inputs").at("noise_video")),
              context.tensors.input(entry.json.at("inputs").at("noise_audio")));
    ForwardOptions options;
    options.output_hidden_states = true;
    auto pretraining = model.modules->pretraining;
    const auto result = pretraining->forward(inputs, options);
    const auto places = placesOf(result.encoder);
    comparison.require(!places.cls, "the masked pass has a cls token");
    const StateDict outputs{{"ids_restore_video", result.encoder.pixel_ids_restore},
                            {"ids_restore_audio", result.encoder.audio_ids_restore},
                            {"mask_video", result.encoder.pixel_label_masks},
                            {"mask_audio", result.encoder.audio_label_masks},
                            {"enc_mask_audio", maskPart(result.encoder, 0, places.audio)},
                            {"enc_mask_video", maskPart(result.encoder, places.audio, places.video)},
                            {"encoder_tokens", result.encoder.last_hidden_state},
                            {"decoder_video", result.pixel_decoder_output},
                            {"decoder_audio", result.audio_decoder_output},
                            {"pred_video", result.pixel_logits},
                            {"pred_audio", result.audio_logits}};
    for (const auto& [name, reference] : entry.json.at("outputs").items())
        comparison.tensor(name, tensorOrNone(outputs, name), stored(entry, name, context),
                          caseTolerance(entry.json, name));
    const auto number = [&](const char* key, double got) {
        if (entry.json.contains(key))
            comparison.number(key, got, numberOf(entry.json.at(key)), {});
    };
    number("len_keep_video", static_cast<double>(places.video));
    number("len_keep_audio", static_cast<double>(places.audio));
    number("loss_video", result.pixel_mae_loss.item<double>());
    number("loss_audio", result.audio_mae_loss.item<double>());
    number("loss_sum", result.pixel_mae_loss.item<double>() + result.audio_mae_loss.item<double>());
}

} // namespace

void addOriginalModelCases(CaseFunctions& functions) {
    functions["original features"] = runFeatures;
    functions["original loss"] = runLoss;
    functions["original mae"] = runMae;
}

} // namespace tvlt
