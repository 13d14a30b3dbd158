#include "tests/core/attention/plain_pass.h"

#include "core/analysis/engine.h"
#include "core/analysis/model_inputs.h"
#include "core/checkpoint/modules.h"
#include "core/model/layers.h"

#include <torch/utils.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace tvlt {

using torch::Tensor;

namespace {

Tensor wholeAttention(const Projections& p, const Tensor& bias) {
    const auto scores = torch::matmul(p.query, p.key.transpose(2, 3)) / std::sqrt(static_cast<double>(p.query.size(3)));
    return torch::softmax(bias.defined() ? scores + bias.unsqueeze(1) : scores, -1);
}

} // namespace

AttentionBench::AttentionBench(TinyKind kind, ModelMode mode)
    : clip(makeSmallClip(folder.path(), 3, 1.4)), checkpoint(tinyCheckpoint(kind, mode)) {
    Request request;
    request.clip = clip.info;
    request.checkpoint = checkpoint;
    request.frames = 3;
    request.segment = Segment{0.0, 1.4};
    auto made = std::make_shared<ClipFeatures>(*makeFeatures(request));
    if (mode == ModelMode::HuggingFace) { // the authors' recipe pads by itself
        made->paddedAudio.assign(static_cast<std::size_t>(made->layout.audioTokens()), 0);
        std::fill(made->paddedAudio.end() - 2 * made->layout.bands, made->paddedAudio.end(), 1);
        made->audio->realRows = (made->layout.timeSteps - 2) * made->layout.patchColumns;
    }
    features = made;
    MaskSettings settings;
    settings.pixelRatio = 0.5;
    settings.audioRatio = 0.25;
    settings.seed = 3;
    mask = makeMask(features->layout, settings);
}

PlainPass plainPass(const AttentionSubject& subject) {
    const torch::NoGradGuard noGrad;
    const Modules& modules = *subject.checkpoint->modules;
    const bool decoder = subject.stack == AttentionStack::PixelDecoder || subject.stack == AttentionStack::AudioDecoder;
    PlainPass plain;
    ForwardOptions options;
    options.run_layer = [&](const LayerCall& call) {
        const auto p = call.layer.project(call.x);
        const auto attention = wholeAttention(p, call.bias);
        const auto y = call.layer.finish(call.x, torch::matmul(attention, p.value));
        if (std::strcmp(call.stack, decoder ? "decoder" : "encoder") == 0) {
            if (call.index == 0)
                plain.states.push_back(call.x[0]);
            plain.attentions.push_back(attention[0]);
            plain.states.push_back(y[0]);
        }
        return y;
    };
    auto inputs = inputsOf(*subject.checkpoint, *subject.features);
    if (subject.stack != AttentionStack::Encoder) {
        inputs.mask_pixel = inputs.mask_audio = true;
        inputs.pixel_order = orderOf(subject.mask.pixel, modules);
        inputs.audio_order = orderOf(subject.mask.audio, modules);
    }
    if (!decoder) {
        (void)modules.encoder()->forward(inputs, options);
        return plain;
    }
    PreTrainingInputs asked;
    asked.inputs = inputs;
    asked.match = false;
    asked.decode_pixel = subject.stack == AttentionStack::PixelDecoder;
    asked.decode_audio = !asked.decode_pixel;
    (void)TvltForPreTraining(modules.pretraining)->forward(asked, options);
    return plain;
}

Tensor plainRelevance(const Checkpoint& checkpoint, const ClipFeatures& features, int label) {
    const torch::AutoGradMode gradients(true);
    const Modules& modules = *checkpoint.modules;
    std::vector<Tensor> attentions;
    ForwardOptions options;
    options.run_layer = [&](const LayerCall& call) {
        const auto p = call.layer.project(call.x);
        auto attention = wholeAttention(p, call.bias);
        attention.retain_grad();
        attentions.push_back(attention);
        return call.layer.finish(call.x, torch::matmul(attention, p.value));
    };
    const auto inputs = inputsOf(checkpoint, features);
    Tensor logits;
    if (modules.classification) {
        logits = TvltForAudioVisualClassification(modules.classification)->forward(inputs, {}, options).logits;
    } else {
        PreTrainingInputs asked;
        asked.inputs = inputs;
        asked.reconstruct = false;
        logits = TvltForPreTraining(modules.pretraining)->forward(asked, options).matching_logits;
    }
    logits.flatten()[label].backward();
    const auto length = attentions.front().size(2);
    auto relevance = torch::eye(length);
    for (const Tensor& attention : attentions)
        relevance =
            relevance + torch::matmul((attention.grad() * attention.detach())[0].clamp_min(0.0).mean(0), relevance);
    return relevance[0];
}

} // namespace tvlt
