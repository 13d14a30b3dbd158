#include "core/evaluation/batch_pass.h"

#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/modules.h"
#include "core/features/inputs.h"
#include "core/features/mask.h"

#include <algorithm>
#include <cstring>

namespace tvlt {

namespace {

using torch::Tensor;

/// One row of values after the other, on the CPU.
template <class Values> Tensor stack(const std::vector<const Values*>& rows, torch::ScalarType type) {
    const auto width = static_cast<std::int64_t>(rows.front()->size());
    Tensor stacked = torch::empty({static_cast<std::int64_t>(rows.size()), width}, type);
    auto* out = static_cast<char*>(stacked.data_ptr());
    const std::size_t bytes = rows.front()->size() * sizeof(typename Values::value_type);
    for (const Values* row : rows) {
        if (row->size() != rows.front()->size())
            throwBadInput("clips of a batch differ in size", "batch", "Give them one at a time.");
        std::memcpy(out, row->data(), bytes);
        out += bytes;
    }
    return stacked;
}

/// (B, tokens), 0 = padding; undefined where no clip has any: a mask of ones would change nothing.
Tensor paddingMask(const ClipBatch& batch, const TvltConfig& config) {
    const int columns = config.audio_patch_size[0];
    Tensor mask;
    for (std::size_t i = 0; i < batch.audio.size(); ++i) {
        const AudioInput& audio = *batch.audio[i];
        const int steps = audio.rows / columns, realSteps = (audio.realRows + columns - 1) / columns;
        if (realSteps == steps)
            continue;
        if (!mask.defined())
            mask = torch::ones({static_cast<std::int64_t>(batch.audio.size()), steps * config.bands()});
        mask[static_cast<std::int64_t>(i)]
            .narrow(0, realSteps * config.bands(), (steps - realSteps) * config.bands())
            .zero_();
    }
    return mask;
}

TvltInputs inputsOf(const Checkpoint& checkpoint, const ClipBatch& batch) {
    const Modules& modules = *checkpoint.modules;
    std::vector<const std::vector<float>*> frames, rows;
    for (const PixelInput* pixels : batch.pixels)
        frames.push_back(&pixels->values);
    for (const AudioInput* audio : batch.audio)
        rows.push_back(&audio->values);
    const PixelInput& p = *batch.pixels.front();
    const AudioInput& a = *batch.audio.front();
    TvltInputs inputs;
    inputs.pixel_values = stack(frames, torch::kFloat32)
                              .view({-1, p.frames, p.channels, p.height, p.width})
                              .to(modules.device, modules.dtype);
    inputs.audio_values = stack(rows, torch::kFloat32).view({-1, 1, a.rows, a.mels}).to(modules.device, modules.dtype);
    if (checkpoint.config.mode == ModelMode::HuggingFace) { // in mode Original the model finds padding by itself
        inputs.audio_mask = paddingMask(batch, checkpoint.config);
        if (inputs.audio_mask.defined()) {
            inputs.audio_mask = inputs.audio_mask.to(modules.device);
            inputs.pixel_mask =
                torch::ones({inputs.pixel_values.size(0), p.frames * checkpoint.config.patchesPerFrame()},
                            torch::TensorOptions().device(modules.device));
        }
    }
    return inputs;
}

TokenOrder orderOf(std::span<const Mask> masks, TokenMask Mask::*modality, const Modules& modules) {
    std::vector<const std::vector<std::int64_t>*> orders;
    for (const Mask& mask : masks)
        orders.push_back(&(mask.*modality).order);
    return {stack(orders, torch::kInt64).to(modules.device), (masks.front().*modality).keep};
}

ForwardOptions optionsFor(const Job& job) {
    ForwardOptions options;
    options.stop = job.stop;
    return options;
}

Tensor finite(const Tensor& output, const Checkpoint& checkpoint) {
    Tensor values = output.to(torch::kCPU, torch::kFloat32).contiguous();
    if (!torch::isfinite(values).all().item<bool>())
        throwBadInput("the model's output is not finite", checkpoint.name,
                      "Try the dtype f32, or another checkpoint: its training may have failed.");
    return values;
}

/// Rows of a (B, N) tensor on the CPU.
template <class T> std::vector<std::vector<T>> rowsOf(const Tensor& values) {
    std::vector<std::vector<T>> rows;
    const auto width = values.size(1);
    for (std::int64_t i = 0; i < values.size(0); ++i) {
        const T* row = values.data_ptr<T>() + i * width;
        rows.emplace_back(row, row + width);
    }
    return rows;
}

PaintErrors errorsOf(const Tensor& painted, const Tensor& target, const Tensor& labelMask,
                     const Checkpoint& checkpoint) {
    const Tensor difference = painted.to(torch::kFloat32) - target.to(torch::kFloat32);
    return {rowsOf<float>(finite(difference.square().mean(-1), checkpoint)),
            rowsOf<std::uint8_t>(labelMask.gt(0.5).to(torch::kCPU, torch::kUInt8).contiguous())};
}

} // namespace

MaeErrors maeErrors(const Checkpoint& checkpoint, const ClipBatch& batch, std::span<const Mask> masks, bool withAudio,
                    const Job& job) {
    const torch::InferenceMode inference;
    const Modules& modules = *checkpoint.modules;
    PreTrainingInputs inputs;
    inputs.inputs = inputsOf(checkpoint, batch);
    inputs.match = false;
    inputs.decode_audio = withAudio;
    inputs.inputs.pixel_order = orderOf(masks, &Mask::pixel, modules);
    inputs.inputs.audio_order = orderOf(masks, &Mask::audio, modules);
    const auto output = TvltForPreTraining(modules.pretraining)->forward(inputs, optionsFor(job));
    MaeErrors errors;
    errors.pixel = errorsOf(output.pixel_logits, patchifyPixels(inputs.inputs.pixel_values, checkpoint.config),
                            output.encoder.pixel_label_masks, checkpoint);
    if (withAudio)
        errors.audio = errorsOf(output.audio_logits, patchifyAudio(inputs.inputs.audio_values, checkpoint.config),
                                output.encoder.audio_label_masks, checkpoint);
    return errors;
}

std::vector<double> matchingLogits(const Checkpoint& checkpoint, const ClipBatch& batch, const Job& job) {
    const torch::InferenceMode inference;
    PreTrainingInputs inputs;
    inputs.inputs = inputsOf(checkpoint, batch);
    inputs.reconstruct = false;
    const auto output = TvltForPreTraining(checkpoint.modules->pretraining)->forward(inputs, optionsFor(job));
    const Tensor logits = finite(output.matching_logits, checkpoint);
    return {logits.data_ptr<float>(), logits.data_ptr<float>() + logits.numel()};
}

std::vector<int> predictedClasses(const Checkpoint& checkpoint, const ClipBatch& batch, const Job& job) {
    const torch::InferenceMode inference;
    const auto output = TvltForAudioVisualClassification(checkpoint.modules->classification)
                            ->forward(inputsOf(checkpoint, batch), {}, optionsFor(job));
    std::vector<int> classes;
    for (const auto& logits : rowsOf<float>(finite(output.logits, checkpoint)))
        classes.push_back(static_cast<int>(std::max_element(logits.begin(), logits.end()) - logits.begin()));
    return classes;
}

} // namespace tvlt
