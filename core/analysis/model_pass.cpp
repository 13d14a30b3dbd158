#include "core/analysis/model_pass.h"

#include "core/analysis/analysis.h"
#include "core/analysis/model_inputs.h"
#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/modules.h"

#include <algorithm>
#include <string>

namespace tvlt {

namespace {

std::vector<float> finiteFloats(const torch::Tensor& tensor, const Checkpoint& checkpoint) {
    if (!tensor.defined())
        return {};
    const auto values = tensor.to(torch::kCPU, torch::kFloat32).contiguous();
    if (!torch::isfinite(values).all().item<bool>())
        throwBadInput("the model's output is not finite", checkpoint.name,
                      checkpoint.report.nonFinite.empty()
                          ? "Try the dtype f32, or another checkpoint."
                          : "Its weights hold NaN or infinity (" + checkpoint.report.nonFinite.front() +
                                "): try another copy of the checkpoint.");
    return {values.data_ptr<float>(), values.data_ptr<float>() + values.numel()};
}

double scalar(const torch::Tensor& loss) {
    return loss.defined() ? loss.to(torch::kCPU, torch::kFloat64).item<double>() : 0.0;
}

std::vector<std::uint8_t> flagsOf(const torch::Tensor& patches) {
    const auto flags = (patches.mean(-1) == -1).to(torch::kUInt8).contiguous();
    return {flags.data_ptr<std::uint8_t>(), flags.data_ptr<std::uint8_t>() + flags.numel()};
}

} // namespace

MaePass runMae(const Checkpoint& checkpoint, const ClipFeatures& features, const Mask& mask, const Job& job) {
    const torch::InferenceMode inference;
    const Modules& modules = *checkpoint.modules;
    PreTrainingInputs inputs;
    inputs.inputs = inputsOf(checkpoint, features);
    inputs.match = false;
    inputs.match_visible = checkpoint.report.hasMatching && features.pixels && features.audio;
    inputs.decode_pixel = inputs.inputs.mask_pixel = features.pixels.has_value();
    inputs.decode_audio = inputs.inputs.mask_audio = features.audio.has_value();
    if (features.pixels)
        inputs.inputs.pixel_order = orderOf(mask.pixel, modules);
    if (features.audio)
        inputs.inputs.audio_order = orderOf(mask.audio, modules);
    const TvltConfig& config = checkpoint.config;
    const int modalities = (features.pixels ? 1 : 0) + (features.audio ? 1 : 0);
    const auto options = optionsFor(job, config.num_hidden_layers + modalities * config.decoder_num_hidden_layers);
    const auto output = TvltForPreTraining(modules.pretraining)->forward(inputs, options);
    MaePass pass{finiteFloats(output.pixel_logits, checkpoint), finiteFloats(output.audio_logits, checkpoint),
                 scalar(output.pixel_mae_loss), scalar(output.audio_mae_loss), std::nullopt};
    if (output.visible_matching_logits.defined())
        pass.matchingLogit = finiteFloats(output.visible_matching_logits, checkpoint).at(0);
    return pass;
}

HeadsPass runHeads(const Checkpoint& checkpoint, const ClipFeatures& features, const Job& job) {
    const torch::InferenceMode inference;
    const Modules& modules = *checkpoint.modules;
    const auto options = optionsFor(job, checkpoint.config.num_hidden_layers);
    HeadsPass pass;
    if (modules.pretraining && checkpoint.report.hasMatching && features.pixels && features.audio) {
        PreTrainingInputs inputs;
        inputs.inputs = inputsOf(checkpoint, features);
        inputs.reconstruct = false;
        const auto output = TvltForPreTraining(modules.pretraining)->forward(inputs, options);
        pass.matchingLogit = finiteFloats(output.matching_logits, checkpoint).at(0);
    }
    if (modules.classification && checkpoint.report.hasClassifier) {
        const auto output = TvltForAudioVisualClassification(modules.classification)
                                ->forward(inputsOf(checkpoint, features), {}, options);
        const auto logits = finiteFloats(output.logits, checkpoint);
        pass.classLogits.assign(logits.begin(), logits.end());
    }
    return pass;
}

std::vector<float> clsState(const Checkpoint& checkpoint, const ClipFeatures& features, const Job& job) {
    const torch::InferenceMode inference;
    const auto options = optionsFor(job, checkpoint.config.num_hidden_layers);
    const auto output = checkpoint.modules->encoder()->forward(inputsOf(checkpoint, features), options);
    return finiteFloats(output.last_hidden_state.select(1, 0), checkpoint);
}

RunsOn whereItRuns(const Checkpoint& checkpoint) {
    const Modules& modules = *checkpoint.modules;
    return {modules.device.str(), dtypeName(modules.dtype == torch::kBFloat16 ? Dtype::BF16 : Dtype::F32)};
}

InvisiblePatches findInvisiblePatches(const Checkpoint& checkpoint, const ClipFeatures& features) {
    const torch::InferenceMode inference;
    Modules onCpu; // float32, as the authors look at raw input
    InvisiblePatches invisible;
    if (features.pixels) {
        const PixelInput& p = *features.pixels;
        const auto values = modelTensor(p.values, {1, p.frames, p.channels, p.height, p.width}, onCpu);
        invisible.pixel = flagsOf(patchifyPixels(values, checkpoint.config));
    }
    if (features.audio) {
        const auto values =
            modelTensor(features.audio->values, {1, 1, features.audio->rows, features.audio->mels}, onCpu);
        invisible.audio = flagsOf(patchifyAudio(values, checkpoint.config));
    }
    return invisible;
}

} // namespace tvlt
