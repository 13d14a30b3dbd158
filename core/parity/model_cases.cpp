#include "core/base/error.h"
#include "core/parity/model_inputs.h"

#include <torch/torch.h>

#include <cmath>
#include <sstream>

namespace tvlt {
namespace {

const ParityModel& modelOf(const ParityCase& entry, ParityContext& context) {
    return context.models.get(entry.json.at("checkpoint").get<std::string>());
}

/// The config with the case's overrides, and with those of its "oracle": the intended behaviour where the reference
/// fails.
TvltConfig configOf(const ParityCase& entry, const TvltConfig& loaded) {
    const auto config = withOverrides(loaded, objectAt(entry.json, "config_overrides"));
    return withOverrides(config, objectAt(objectAt(entry.json, "oracle"), "config_overrides"));
}

/// Everything a case may expect is computed; the quirk switches are on for all cases alike, since their outputs come
/// from the reference as it is.
ForwardOptions optionsOf(const ParityCase& entry) {
    ForwardOptions options;
    options.reproduce_cls_mask_quirk = true;
    for (const auto& [name, value] : entry.json.at("expected").items()) {
        options.output_attentions |= name.rfind("attentions.", 0) == 0;
        options.output_hidden_states |= name.rfind("hidden_states.", 0) == 0 || name.find("_decoder_") != name.npos;
    }
    return options;
}

bool trains(const ParityCase& entry) {
    return entry.json.value("train_mode", false);
}

void compareScalars(const ParityCase& entry, const StateDict& outputs, Comparison& comparison) {
    for (const auto& [name, value] : objectAt(entry.json, "scalars").items()) {
        if (entry.json.at("expected").contains(name))
            continue; // compared as a tensor
        const auto got = tensorOrNone(outputs, name);
        comparison.require(got.defined(), name + " is missing");
        if (got.defined())
            comparison.number(name, got.item<double>(), numberOf(value), caseTolerance(entry.json, name));
    }
}

void runEncoderCase(const ParityCase& entry, ParityContext& context, Comparison& comparison) {
    const auto& model = modelOf(entry, context);
    const auto config = configOf(entry, model.config);
    auto encoder = rebuild(model.modules->encoder(), config);
    encoder->train(trains(entry));
    auto inputs = modelInputs(readInputs(entry, context));
    const auto noise = readNoise(entry, context);
    const auto flags = objectAt(entry.json, "flags");
    giveNoise(inputs, config, tensorOrNone(noise, "pixel_noise"), tensorOrNone(noise, "audio_noise"));
    if (inputs.mask_pixel != flags.value("mask_pixel", inputs.mask_pixel) ||
        inputs.mask_audio != flags.value("mask_audio", inputs.mask_audio))
        throwBadInput("masking is asked for without its noise, or the other way round", "flags");

    const auto result = encoder->forward(inputs, optionsOf(entry));
    StateDict outputs;
    addEncoderOutputs(result, outputs);
    const auto expected = readExpected(entry, context);
    compareOutputs(entry, outputs, expected, comparison);
    compareScalars(entry, outputs, comparison);
    const auto tokens = objectAt(entry.json, "tokens");
    if (tokens.contains("pixel"))
        comparison.require(result.last_pixel_hidden_state.size(1) == tokens.at("pixel").get<std::int64_t>(),
                           "another number of pixel tokens went through the encoder");
    if (tokens.contains("audio"))
        comparison.require(result.last_audio_hidden_state.size(1) == tokens.at("audio").get<std::int64_t>(),
                           "another number of audio tokens went through the encoder");
}

double valueOf(const StateDict& tensors, const std::string& name) {
    const auto tensor = tensorOrNone(tensors, name);
    return tensor.defined() ? tensor.item<double>() : 0.0;
}

/// The reference divides 0 by 0 where nothing is scored; here such a loss is 0 and the sum stays finite. Replaces NaN
/// expectations by that.
void expectZeroForNothingScored(StateDict& expected) {
    const char* const parts[] = {"matching_loss", "pixel_mae_loss", "audio_mae_loss"};
    for (const char* part : {"pixel_mae_loss", "audio_mae_loss"})
        if (const auto loss = tensorOrNone(expected, part); loss.defined() && std::isnan(loss.item<double>()))
            expected[part] = torch::zeros_like(loss);
    const auto sum = tensorOrNone(expected, "loss");
    if (!sum.defined() || !std::isnan(sum.item<double>()))
        return;
    double total = 0.0;
    for (const char* part : parts)
        total += valueOf(expected, part);
    expected["loss"] = torch::full_like(sum, total);
}

/// An oracle states what the reference was meant to return: "intended_<output>" is null (no such output) or a sum of
/// stored outputs, "out.a + out.b".
void applyOracle(const ParityCase& entry, const StateDict& outputs, StateDict& expected, Comparison& comparison) {
    for (const auto& [key, value] : objectAt(entry.json, "oracle").items()) {
        if (key.rfind("intended_", 0) != 0)
            continue;
        const std::string name = key.substr(9);
        if (value.is_null()) {
            comparison.require(!tensorOrNone(outputs, name).defined(), name + " is there, but none was intended");
            expected.erase(name);
            if (name == "matching_logits")
                expected.erase("matching_loss");
            continue;
        }
        torch::Tensor sum;
        std::istringstream terms(value.get<std::string>());
        for (std::string term; terms >> term;) {
            if (term == "+")
                continue;
            const auto stored = tensorOrNone(expected, term.rfind("out.", 0) == 0 ? term.substr(4) : term);
            if (!stored.defined())
                throwBadInput("\"" + term + "\" is no stored output", "oracle, " + key);
            sum = sum.defined() ? sum + stored : stored;
        }
        expected[name] = sum;
    }
}

void runPreTrainingCase(const ParityCase& entry, ParityContext& context, Comparison& comparison) {
    const auto& model = modelOf(entry, context);
    if (!model.modules->pretraining)
        throwBadInput("the checkpoint has no pre-training heads", entry.json.at("checkpoint").get<std::string>());
    const auto config = configOf(entry, model.config);
    auto pretraining = rebuild(model.modules->pretraining, config);
    pretraining->train(trains(entry));

    const auto tensors = readInputs(entry, context);
    PreTrainingInputs inputs;
    inputs.inputs = modelInputs(tensors);
    inputs.labels = tensorOrNone(tensors, "labels");
    inputs.pixel_values_mixed = tensorOrNone(tensors, "pixel_values_mixed");
    inputs.pixel_mask_mixed = tensorOrNone(tensors, "pixel_mask_mixed");
    inputs.reconstruct = trains(entry) && config.task_mae; // as the reference: it reconstructs in training only
    inputs.match = config.task_matching;
    const auto noise = readNoise(entry, context);
    giveNoise(inputs.inputs, config, tensorOrNone(noise, "pixel_noise"), tensorOrNone(noise, "audio_noise"));

    const auto result = pretraining->forward(inputs, optionsOf(entry));
    StateDict outputs{{"loss", result.loss},
                      {"matching_logits", result.matching_logits},
                      {"matching_loss", result.matching_loss},
                      {"pixel_logits", result.pixel_logits},
                      {"audio_logits", result.audio_logits},
                      {"pixel_mae_loss", result.pixel_mae_loss},
                      {"audio_mae_loss", result.audio_mae_loss},
                      {"pixel_decoder_input", result.pixel_decoder_input},
                      {"pixel_decoder_output", result.pixel_decoder_output},
                      {"audio_decoder_input", result.audio_decoder_input},
                      {"audio_decoder_output", result.audio_decoder_output}};
    addEncoderOutputs(result.encoder, outputs);
    auto expected = readExpected(entry, context);
    if (expected.count("patchify_pixel") != 0)
        outputs["patchify_pixel"] = patchifyPixels(inputs.inputs.pixel_values, config);
    if (expected.count("patchify_audio") != 0)
        outputs["patchify_audio"] = patchifyAudio(inputs.inputs.audio_values, config);
    expectZeroForNothingScored(expected);
    applyOracle(entry, outputs, expected, comparison);
    compareOutputs(entry, outputs, expected, comparison);
    compareScalars(entry, outputs, comparison);
    if (statesGradients(entry)) {
        result.loss.backward();
        compareGradients(entry, context, *pretraining, comparison);
    }
}

/// The reference broadcasts regression labels of another shape than the logits' into a wrong loss. The stored value is
/// met by doing the same with our logits; our own loss must be that of equal shapes.
void expectReshapedLabels(const torch::Tensor& logits, const torch::Tensor& labels, StateDict& expected,
                          const ParityCase& entry, Comparison& comparison) {
    const auto stored = expected.at("loss");
    const auto broadcast = (logits.detach() - labels).pow(2).mean();
    comparison.tensor("loss with broadcast labels", broadcast, stored, caseTolerance(entry.json, "loss"));
    const auto reference = expected.at("logits").to(labels.device());
    expected["loss"] = (reference.reshape(-1) - labels.reshape(-1)).pow(2).mean();
}

void runClassificationCase(const ParityCase& entry, ParityContext& context, Comparison& comparison) {
    const auto& model = modelOf(entry, context);
    if (!model.modules->classification)
        throwBadInput("the checkpoint has no classifier", entry.json.at("checkpoint").get<std::string>());
    auto classification = rebuild(model.modules->classification, configOf(entry, model.config));
    classification->train(trains(entry));

    const auto tensors = readInputs(entry, context);
    const auto labels = tensorOrNone(tensors, "labels");
    const auto result = classification->forward(modelInputs(tensors), labels, optionsOf(entry));
    StateDict outputs{{"loss", result.loss}, {"logits", result.logits}};
    addEncoderOutputs(result.encoder, outputs);
    auto expected = readExpected(entry, context);
    if (classification->config().loss_type == LossType::Regression && labels.defined() &&
        labels.sizes() != result.logits.sizes() && expected.count("loss") != 0)
        expectReshapedLabels(result.logits, labels, expected, entry, comparison);
    compareOutputs(entry, outputs, expected, comparison);
    compareScalars(entry, outputs, comparison);
    if (statesGradients(entry)) {
        result.loss.backward();
        compareGradients(entry, context, *classification, comparison);
    }
}

/// By the class that a case names: the kinds only say where its tensors came from.
void runModelCase(const ParityCase& entry, ParityContext& context, Comparison& comparison) {
    const auto name = entry.json.value("cls", "");
    const torch::InferenceMode inference(!statesGradients(entry)); // as users' passes do
    if (name == "TvltModel")
        runEncoderCase(entry, context, comparison);
    else if (name == "TvltForPreTraining")
        runPreTrainingCase(entry, context, comparison);
    else if (name == "TvltForAudioVisualClassification")
        runClassificationCase(entry, context, comparison);
    else
        throwUnsupported("class \"" + name + "\" is unknown");
}

} // namespace

void addModelCases(CaseFunctions& functions) {
    for (const char* kind : {"model", "micro", "pretraining", "classification"})
        functions[kind] = runModelCase;
}

} // namespace tvlt
