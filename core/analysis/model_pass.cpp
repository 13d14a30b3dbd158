#include "core/analysis/model_pass.h"

#include "core/analysis/analysis.h"
#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/modules.h"

#include <algorithm>
#include <string>

namespace tvlt {

namespace {

/// A view of `values`, moved to where the model is. `values` must outlive it.
torch::Tensor modelTensor(const std::vector<float>& values, std::vector<std::int64_t> shape, const Modules& modules) {
    const auto view = torch::from_blob(const_cast<float*>(values.data()), shape, torch::kFloat32);
    return view.to(modules.device, modules.dtype);
}

/// (1, tokens): 0 = padding.
torch::Tensor keyMask(const std::vector<std::uint8_t>& padded, int tokens, const Modules& modules) {
    auto mask = torch::ones({1, tokens}, torch::kFloat32);
    for (std::size_t i = 0; i < padded.size(); ++i)
        if (padded[i] != 0)
            mask[0][static_cast<std::int64_t>(i)] = 0.0F;
    return mask.to(modules.device);
}

TvltInputs inputsOf(const Checkpoint& checkpoint, const ClipFeatures& features) {
    const Modules& modules = *checkpoint.modules;
    TvltInputs inputs;
    if (features.pixels) {
        const PixelInput& p = *features.pixels;
        inputs.pixel_values = modelTensor(p.values, {1, p.frames, p.channels, p.height, p.width}, modules);
    }
    if (features.audio)
        inputs.audio_values =
            modelTensor(features.audio->values, {1, 1, features.audio->rows, features.audio->mels}, modules);
    // In mode Original the model finds padding by itself. A mask of ones would change nothing.
    if (checkpoint.config.mode == ModelMode::HuggingFace && features.audio && !features.paddedAudio.empty()) {
        inputs.audio_mask = keyMask(features.paddedAudio, features.layout.audioTokens(), modules);
        if (features.pixels)
            inputs.pixel_mask = keyMask({}, features.layout.pixelTokens(), modules);
    }
    return inputs;
}

TokenOrder orderOf(const TokenMask& mask, const Modules& modules) {
    const auto count = static_cast<std::int64_t>(mask.order.size());
    const auto view = torch::from_blob(const_cast<std::int64_t*>(mask.order.data()), {1, count}, torch::kInt64);
    return {view.clone().to(modules.device), mask.keep};
}

ForwardOptions optionsFor(const Job& job, int expectedBlocks) {
    ForwardOptions options;
    options.stop = job.stop;
    options.progress = [&job, expectedBlocks, done = 0](const char* stack, std::int64_t block,
                                                        std::int64_t blocks) mutable {
        const std::string stage = std::string(stack) + ' ' + std::to_string(block + 1) + '/' + std::to_string(blocks);
        job.progress(std::min(1.0, static_cast<double>(done++) / expectedBlocks), stage);
    };
    return options;
}

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
