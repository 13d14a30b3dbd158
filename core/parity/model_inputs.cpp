#include "core/parity/model_inputs.h"

#include "core/base/error.h"

#include <torch/torch.h>

namespace tvlt {
namespace {

constexpr Tolerance kGradients{1e-4, 1e-4};

bool isValues(const std::string& name) {
    return name.rfind("pixel_values", 0) == 0 || name == "audio_values";
}

/// One value a token; noise with fewer values is one a time step, repeated for its bands.
torch::Tensor perToken(const torch::Tensor& noise, std::int64_t tokens) {
    const auto given = noise.size(1);
    if (given == 0 || tokens % given != 0)
        throwBadInput("noise of " + std::to_string(given) + " values does not fit " + std::to_string(tokens) +
                      " tokens");
    return noise.repeat_interleave(tokens / given, 1);
}

std::int64_t audioTokens(const TvltInputs& inputs, const TvltConfig& config) {
    return inputs.audio_values.size(2) / config.audio_patch_size[0] *
           (inputs.audio_values.size(3) / config.audio_patch_size[1]);
}

TokenOrder orderOn(torch::Device device, const torch::Tensor& noise, double ratio) {
    auto order = orderFromNoise(noise, ratio);
    order.order = order.order.to(device);
    return order;
}

} // namespace

StateDict readInputs(const ParityCase& entry, ParityContext& context) {
    StateDict inputs;
    for (const auto& [name, spec] : entry.json.at("inputs").items()) {
        auto tensor = context.tensors.input(spec).to(context.models.device());
        inputs[name] = isValues(name) ? tensor.to(context.models.dtype()) : tensor;
    }
    return inputs;
}

TvltInputs modelInputs(const StateDict& inputs) {
    TvltInputs model;
    model.pixel_values = tensorOrNone(inputs, "pixel_values");
    model.audio_values = tensorOrNone(inputs, "audio_values");
    model.pixel_mask = tensorOrNone(inputs, "pixel_mask");
    model.audio_mask = tensorOrNone(inputs, "audio_mask");
    return model;
}

torch::Tensor tensorOrNone(const StateDict& tensors, const std::string& name) {
    const auto found = tensors.find(name);
    return found == tensors.end() ? torch::Tensor() : found->second;
}

StateDict readNoise(const ParityCase& entry, ParityContext& context) {
    StateDict noise;
    for (const auto& [name, spec] : objectAt(entry.json, "noise").items())
        noise[name] = context.tensors.input(spec);
    return noise;
}

void giveNoise(TvltInputs& inputs, const TvltConfig& config, const torch::Tensor& pixelNoise,
               const torch::Tensor& audioNoise) {
    if (pixelNoise.defined()) {
        inputs.mask_pixel = true;
        inputs.pixel_order = orderOn(inputs.pixel_values.device(), pixelNoise, config.pixel_mask_ratio);
    }
    if (audioNoise.defined()) {
        inputs.mask_audio = true;
        inputs.audio_order = orderOn(inputs.audio_values.device(), perToken(audioNoise, audioTokens(inputs, config)),
                                     config.audio_mask_ratio);
    }
}

StateDict readExpected(const ParityCase& entry, ParityContext& context) {
    StateDict expected;
    for (const auto& [name, reference] : entry.json.at("expected").items())
        expected[name] = context.tensors.at(reference.get<std::string>());
    return expected;
}

void compareOutputs(const ParityCase& entry, const StateDict& outputs, const StateDict& expected,
                    Comparison& comparison) {
    for (const auto& [name, tensor] : expected)
        comparison.tensor(name, tensorOrNone(outputs, name), tensor, caseTolerance(entry.json, name));
}

void addEncoderOutputs(const TvltModelOutput& encoder, StateDict& outputs) {
    outputs["last_hidden_state"] = encoder.last_hidden_state;
    outputs["last_pixel_hidden_state"] = encoder.last_pixel_hidden_state;
    outputs["last_audio_hidden_state"] = encoder.last_audio_hidden_state;
    outputs["pixel_label_masks"] = encoder.pixel_label_masks;
    outputs["audio_label_masks"] = encoder.audio_label_masks;
    outputs["pixel_ids_restore"] = encoder.pixel_ids_restore;
    outputs["audio_ids_restore"] = encoder.audio_ids_restore;
    const auto addEach = [&](const char* name, const std::vector<torch::Tensor>& tensors) {
        for (std::size_t i = 0; i < tensors.size(); ++i)
            outputs[std::string(name) + "." + std::to_string(i)] = tensors[i];
        if (!tensors.empty())
            outputs[std::string(name) + ".last"] = tensors.back();
    };
    addEach("hidden_states", encoder.hidden_states);
    addEach("attentions", encoder.attentions);
}

const nlohmann::json& objectAt(const nlohmann::json& entry, const char* key) {
    static const nlohmann::json none = nlohmann::json::object();
    return entry.contains(key) ? entry.at(key) : none;
}

bool statesGradients(const ParityCase& entry) {
    return entry.json.contains("grad_tensors") || entry.json.contains("grad_l2") || entry.json.contains("grad_sum");
}

void compareGradients(const ParityCase& entry, ParityContext& context, const torch::nn::Module& module,
                      Comparison& comparison) {
    StateDict gradients;
    for (const auto& parameter : module.named_parameters())
        gradients[parameter.key()] = parameter.value().grad();
    const auto each = [&](const char* list, const auto& compare) {
        if (!entry.json.contains(list))
            return;
        for (const auto& [name, value] : entry.json.at(list).items()) {
            const auto gradient = tensorOrNone(gradients, name);
            if (gradient.defined())
                compare(std::string(list) + "." + name, gradient.detach(), value);
            else
                comparison.require(false, std::string(list) + "." + name + " is missing");
        }
    };
    each("grad_tensors", [&](const std::string& name, const torch::Tensor& got, const nlohmann::json& value) {
        comparison.tensor(name, got, context.tensors.at(value.get<std::string>()), kGradients);
    });
    each("grad_l2", [&](const std::string& name, const torch::Tensor& got, const nlohmann::json& value) {
        comparison.number(name, got.norm().item<double>(), numberOf(value), kGradients);
    });
    each("grad_sum", [&](const std::string& name, const torch::Tensor& got, const nlohmann::json& value) {
        comparison.number(name, got.to(torch::kFloat64).sum().item<double>(), numberOf(value), kGradients);
    });
}

} // namespace tvlt
