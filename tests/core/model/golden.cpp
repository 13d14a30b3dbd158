#include "tests/core/model/golden.h"

#include "core/base/file.h"
#include "core/model/safetensors.h"

#include <torch/torch.h>

#include <limits>

namespace tvlt::golden {

namespace fs = std::filesystem;
using nlohmann::json;
using torch::Tensor;

struct Folder::Inputs {
    TvltInputs model;
    Tensor labels, pixelValuesMixed, pixelMaskMixed;
};

Folder::Folder(fs::path path) : path_(std::move(path)), manifest_(json::parse(readTextFile(path_ / "manifest.json"))) {}

const json& Folder::find(const std::string& name) const {
    for (const auto& testCase : manifest_.at("cases"))
        if (testCase.at("name").get<std::string>() == name)
            return testCase;
    throw std::runtime_error("no such case: " + name);
}

Tensor Folder::tensor(const json& reference) const {
    const auto& text = (reference.is_object() ? reference.at("ref") : reference).get_ref<const std::string&>();
    const auto hash = text.find('#');
    auto value = readSafetensors(path_ / text.substr(0, hash)).at(text.substr(hash + 1));
    if (reference.is_object()) {
        value = value.narrow(0, 0, reference.value("take_batch", value.size(0)));
        if (reference.contains("take_frames"))
            value = value.narrow(1, 0, reference["take_frames"]);
        if (reference.contains("take_rows"))
            value = value.narrow(2, 0, reference["take_rows"]);
    }
    return value;
}

Folder::Inputs Folder::inputs(const json& testCase, const TvltConfig& config, torch::ScalarType dtype,
                              torch::Device device) const {
    const auto& given = testCase.at("inputs");
    const auto get = [&](const char* name) { return given.contains(name) ? tensor(given[name]).to(device) : Tensor(); };
    const auto values = [&](const char* name) {
        const auto found = get(name);
        return found.defined() ? found.to(dtype) : found;
    };
    Inputs in;
    in.model.pixel_values = values("pixel_values");
    in.model.audio_values = values("audio_values");
    in.model.pixel_mask = get("pixel_mask");
    in.model.audio_mask = get("audio_mask");
    in.labels = get("labels");
    in.pixelValuesMixed = values("pixel_values_mixed");
    in.pixelMaskMixed = get("pixel_mask_mixed");

    const auto noise = testCase.value("noise", json::object());
    if (noise.contains("pixel_noise"))
        in.model.pixel_order = orderFromNoise(tensor(noise["pixel_noise"]), config.pixel_mask_ratio);
    if (noise.contains("audio_noise")) {
        auto rows = tensor(noise["audio_noise"]);
        if (config.audio_mask_type == "frame-level")
            rows = rows.repeat_interleave(config.bands(), 1);
        in.model.audio_order = orderFromNoise(rows, config.audio_mask_ratio);
    }
    return in;
}

namespace {

void put(Tensors& results, const TvltModelOutput& output) {
    results["last_hidden_state"] = output.last_hidden_state;
    results["last_pixel_hidden_state"] = output.last_pixel_hidden_state;
    results["last_audio_hidden_state"] = output.last_audio_hidden_state;
    results["pixel_label_masks"] = output.pixel_label_masks;
    results["audio_label_masks"] = output.audio_label_masks;
    results["pixel_ids_restore"] = output.pixel_ids_restore;
    results["audio_ids_restore"] = output.audio_ids_restore;
    for (std::size_t i = 0; i < output.hidden_states.size(); ++i)
        results["hidden_states." + std::to_string(i)] = output.hidden_states[i];
    if (!output.hidden_states.empty())
        results["hidden_states.last"] = output.hidden_states.back();
    for (std::size_t i = 0; i < output.attentions.size(); ++i)
        results["attentions." + std::to_string(i)] = output.attentions[i];
}

void put(Tensors& results, const TvltForPreTrainingOutput& output) {
    put(results, output.encoder);
    results["loss"] = output.loss;
    results["matching_logits"] = output.matching_logits;
    results["matching_loss"] = output.matching_loss;
    results["pixel_logits"] = output.pixel_logits;
    results["audio_logits"] = output.audio_logits;
    results["pixel_mae_loss"] = output.pixel_mae_loss;
    results["audio_mae_loss"] = output.audio_mae_loss;
    results["pixel_decoder_input"] = output.pixel_decoder_input;
    results["pixel_decoder_output"] = output.pixel_decoder_output;
    results["audio_decoder_input"] = output.audio_decoder_input;
    results["audio_decoder_output"] = output.audio_decoder_output;
}

void putGradients(Tensors& results, const torch::nn::Module& module) {
    for (const auto& item : module.named_parameters())
        if (item.value().grad().defined())
            results["grad." + item.key()] = item.value().grad();
}

} // namespace

Tensors Folder::run(const json& testCase, torch::ScalarType dtype, torch::Device device,
                    std::function<Tensor(const LayerCall&)> runLayer) const {
    const fs::path checkpoint = path_ / testCase.at("checkpoint").get<std::string>();
    auto fields = json::parse(readTextFile(checkpoint / "config.json"));
    fields.update(testCase.value("config_overrides", json::object()));
    const auto config = configFromJson(fields);
    const auto weights = readSafetensors(checkpoint / "model.safetensors");
    const auto in = inputs(testCase, config, dtype, device);
    const bool gradients = testCase.contains("grad_tensors");

    ForwardOptions options;
    options.output_attentions = options.output_hidden_states = true;
    options.reproduce_cls_mask_quirk = true;
    options.run_layer = std::move(runLayer);
    const torch::AutoGradMode grad(gradients);
    Tensors results;
    const auto& cls = testCase.at("cls");
    if (cls == "TvltModel") {
        auto model = load<TvltModel>(config, weights, weights.contains("cls_embedding") ? "" : "tvlt.");
        model->to(device, dtype);
        model->eval();
        auto whole = in.model;
        whole.mask_pixel = testCase.value("flags", json::object()).value("mask_pixel", false);
        whole.mask_audio = testCase.value("flags", json::object()).value("mask_audio", false);
        put(results, model->forward(whole, options));
    } else if (cls == "TvltForPreTraining") {
        auto model = load<TvltForPreTraining>(config, weights);
        model->to(device, dtype);
        model->train(testCase.at("train_mode"));
        PreTrainingInputs whole{in.model, in.labels, in.pixelValuesMixed, in.pixelMaskMixed};
        whole.reconstruct = testCase.at("train_mode");
        const auto output = model->forward(whole, options);
        put(results, output);
        results["patchify_pixel"] = patchifyPixels(in.model.pixel_values, config);
        results["patchify_audio"] = patchifyAudio(in.model.audio_values, config);
        if (gradients)
            output.loss.backward();
        putGradients(results, *model);
    } else {
        auto model = load<TvltForAudioVisualClassification>(config, weights);
        model->to(device, dtype);
        model->eval();
        const auto output = model->forward(in.model, in.labels, options);
        put(results, output.encoder);
        results["logits"] = output.logits;
        results["loss"] = output.loss;
        if (gradients)
            output.loss.backward();
        putGradients(results, *model);
    }
    return results;
}

double Folder::difference(const json& testCase, const Tensors& ours, std::string& worst) const {
    double largest = -1.0;
    const auto compare = [&](const std::string& name, const json& reference) {
        const auto expected = tensor(reference);
        const auto found = ours.find(name);
        double difference = std::numeric_limits<double>::infinity();
        if (found != ours.end() && found->second.defined() && found->second.sizes() == expected.sizes())
            difference = expected.numel() == 0
                             ? 0.0
                             : (found->second.detach().cpu().to(torch::kFloat64) - expected.to(torch::kFloat64))
                                   .abs()
                                   .max()
                                   .item<double>();
        if (!(difference <= largest)) {
            largest = difference;
            worst = name;
        }
    };
    for (const auto& [name, reference] : testCase.at("expected").items())
        compare(name, reference);
    if (testCase.contains("grad_tensors"))
        for (const auto& [name, reference] : testCase["grad_tensors"].items())
            compare("grad." + name, reference);
    return largest;
}

} // namespace tvlt::golden
