#include "core/attention/attention_pass.h"

#include "core/analysis/analysis.h"
#include "core/analysis/model_inputs.h"
#include "core/attention/attention_summary.h"
#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/modules.h"
#include "core/model/layers.h"

#include <torch/types.h>

#include <algorithm>
#include <string>

namespace tvlt {

using torch::Tensor;

namespace {

/// (heads, …) -> (…).
Tensor fused(const Tensor& ofHeads, HeadFusion fusion) {
    switch (fusion) {
    case HeadFusion::Max:
        return ofHeads.amax(0);
    case HeadFusion::Min:
        return ofHeads.amin(0);
    default:
        return ofHeads.mean(0);
    }
}

/// `rows` without the `count` smallest values of each.
Tensor withoutSmallest(const Tensor& rows, std::int64_t count) {
    if (count == 0)
        return rows;
    const auto smallest = std::get<1>(rows.topk(count, -1, false, false));
    return rows.scatter(-1, smallest, 0.0);
}

const char* stackCalled(AttentionStack stack) {
    return stack == AttentionStack::Encoder || stack == AttentionStack::MaskedEncoder ? "encoder" : "decoder";
}

void checkSubject(const AttentionSubject& subject) {
    if (seesWholeClip(subject.stack) || subject.stack == AttentionStack::MaskedEncoder)
        return;
    const Checkpoint& checkpoint = *subject.checkpoint;
    if (!checkpoint.modules->pretraining || !checkpoint.report.hasMae)
        throwUnsupported("has no MAE decoder to look into", checkpoint.name,
                         "Look at the encoder, or open a pre-training checkpoint.");
    const bool pixel = subject.stack == AttentionStack::PixelDecoder;
    if (!(pixel ? subject.features->pixels.has_value() : subject.features->audio.has_value()))
        throwBadInput(pixel ? "has no picture, so nothing for the pixel decoder"
                            : "has no sound, so nothing for the audio decoder",
                      subject.features->clip.path.string(), "Look at the encoder.");
}

/// Runs the subject's forward pass with `options`.
void runSubject(const AttentionSubject& subject, const ForwardOptions& options) {
    const Modules& modules = *subject.checkpoint->modules;
    auto inputs = inputsOf(*subject.checkpoint, *subject.features);
    if (seesWholeClip(subject.stack)) {
        (void)modules.encoder()->forward(inputs, options);
        return;
    }
    inputs.mask_pixel = subject.features->pixels.has_value();
    inputs.mask_audio = subject.features->audio.has_value();
    if (inputs.mask_pixel)
        inputs.pixel_order = orderOf(subject.mask.pixel, modules);
    if (inputs.mask_audio)
        inputs.audio_order = orderOf(subject.mask.audio, modules);
    if (subject.stack == AttentionStack::MaskedEncoder) {
        (void)modules.encoder()->forward(inputs, options);
        return;
    }
    PreTrainingInputs asked;
    asked.inputs = inputs;
    asked.match = false;
    asked.decode_pixel = subject.stack == AttentionStack::PixelDecoder;
    asked.decode_audio = subject.stack == AttentionStack::AudioDecoder;
    (void)TvltForPreTraining(modules.pretraining)->forward(asked, options);
}

class KeptPass : public AttentionPass {
  public:
    KeptPass(AttentionSubject subject, const Job& job);

    [[nodiscard]] TokenValues weights(int layer, const HeadChoice& choice, const AskedToken& token,
                                      AttentionDirection direction) const override;
    [[nodiscard]] TokenValues rollout(const RolloutOptions& options, const AskedToken& token,
                                      AttentionDirection direction, const Job& job) const override;
    [[nodiscard]] TokenValues similarity(int state, const AskedToken& token) const override;
    [[nodiscard]] TokenValues norms(int state) const override;
    [[nodiscard]] StateComponents components(int state) const override;

  private:
    struct Layer {
        Projections projections; ///< without values: (1, heads, L, head_dim) f32
        Tensor bias;             ///< or undefined
        Tensor logSumExp;        ///< (heads, L)
    };

    void checkLayer(int layer, int count, const char* what) const;
    [[nodiscard]] TokenValues spread(const Tensor& values) const {
        const auto plain = values.to(torch::kCPU, torch::kFloat32).contiguous();
        return tokens_.spread({plain.data_ptr<float>(), static_cast<std::size_t>(plain.numel())});
    }

    std::vector<Layer> layers_;
    std::vector<Tensor> states_; ///< layers + 1, (L, hidden) f32
};

KeptPass::KeptPass(AttentionSubject subject, const Job& job) : AttentionPass(std::move(subject)) {
    checkSubject(subject_);
    const torch::InferenceMode inference;
    const TvltConfig& config = subject_.checkpoint->config;
    const std::string stack = stackCalled(subject_.stack);
    tokens_ = SequenceTokens(config, *subject_.features, subject_.mask, subject_.stack);
    const int blocks = config.num_hidden_layers + (stack == "decoder" ? config.decoder_num_hidden_layers : 0);
    auto options = optionsFor(job, blocks);
    options.run_layer = [&](const LayerCall& call) {
        const auto projections = call.layer.project(call.x);
        if (call.stack == stack) {
            const auto heads = projections.query.size(1);
            AttentionSummary summary(tokens_, heads, call.x.device());
            std::vector<Tensor> logSumExp;
            forEachAttentionTile(projections, call.bias, [&](const AttentionTile& tile) {
                job.check();
                summary.add(tile);
                logSumExp.push_back(tile.logSumExp);
            });
            const auto summaries = summary.summaries();
            overview_.summaries.insert(overview_.summaries.end(), summaries.begin(), summaries.end());
            overview_.heads = static_cast<int>(heads);
            overview_.layers = static_cast<int>(call.count);
            const auto kept = [](const Tensor& x) { return x.to(torch::kFloat32).contiguous(); };
            layers_.push_back(
                {{kept(projections.query), kept(projections.key), {}}, call.bias, torch::cat(logSumExp, 1)});
            states_.push_back(call.x[0].to(torch::kFloat32));
        }
        auto y = call.layer.finish(call.x, attend(projections, call.bias));
        if (call.stack == stack && call.index + 1 == call.count)
            states_.push_back(y[0].to(torch::kFloat32));
        return y;
    };
    runSubject(subject_, options);
    if (!torch::isfinite(states_.back()).all().item<bool>())
        throwBadInput("the model's states are not finite", subject_.checkpoint->name,
                      "Try the dtype f32, or another checkpoint.");
}

void KeptPass::checkLayer(int layer, int count, const char* what) const {
    if (layer < 0 || layer >= count)
        throwBadInput(std::string("there is no ") + what + " " + std::to_string(layer), what,
                      "The " + std::string(attentionStackName(subject_.stack)) + " has 0 to " +
                          std::to_string(count - 1) + ".");
}

TokenValues KeptPass::weights(int layer, const HeadChoice& choice, const AskedToken& token,
                              AttentionDirection direction) const {
    const torch::NoGradGuard noGrad;
    checkLayer(layer, layers(), "layer");
    if (choice.head)
        checkLayer(*choice.head, heads(), "head");
    const auto position = static_cast<std::int64_t>(tokens_.position(token));
    const Layer& kept = layers_[static_cast<std::size_t>(layer)];
    const auto ofHeads = direction == AttentionDirection::From
                             ? attentionRows(kept.projections, kept.bias, {}, {position})[0].select(1, 0)
                             : attentionColumn(kept.projections, kept.bias, kept.logSumExp, position);
    return spread(choice.head ? ofHeads[*choice.head] : fused(ofHeads, choice.fusion));
}

TokenValues KeptPass::rollout(const RolloutOptions& options, const AskedToken& token, AttentionDirection direction,
                              const Job& job) const {
    const torch::NoGradGuard noGrad;
    const int last = options.lastLayer.value_or(layers() - 1);
    checkLayer(options.firstLayer, layers(), "layer");
    checkLayer(last, layers(), "layer");
    if (options.firstLayer > last)
        throwBadInput("the first layer lies above the last", "layers");
    if (!(options.discard >= 0.0 && options.discard < 1.0))
        throwBadInput("is from 0 to below 1", "discard ratio");

    const auto length = static_cast<std::int64_t>(tokens_.size());
    const auto discarded = static_cast<std::int64_t>(options.discard * static_cast<double>(length));
    const auto device = states_.front().device();
    auto vector = torch::zeros({length}, torch::device(device).dtype(torch::kFloat32));
    vector[static_cast<std::int64_t>(tokens_.position(token))] = 1.0;
    const int count = last - options.firstLayer + 1;
    for (int done = 0; done < count; ++done) {
        job.progress(static_cast<double>(done) / count, "rollout");
        const bool downwards = direction == AttentionDirection::From;
        const int layer = downwards ? last - done : options.firstLayer + done;
        const Layer& kept = layers_[static_cast<std::size_t>(layer)];
        auto next = torch::zeros_like(vector);
        forEachAttentionTile(kept.projections, kept.bias, [&](const AttentionTile& tile) {
            job.check();
            const auto rows = tile.weights.size(1);
            const auto attention = withoutSmallest(fused(tile.weights, options.fusion), discarded); // (rows, L)
            const auto sums = attention.sum(-1) + 1.0;                                              // with the identity
            const auto own = vector.narrow(0, tile.first, rows);
            auto nextOwn = next.narrow(0, tile.first, rows);
            if (downwards) {
                next += torch::matmul(own / sums, attention);
                nextOwn += own / sums;
            } else {
                nextOwn.copy_((torch::matmul(attention, vector) + own) / sums);
            }
        });
        vector = next;
    }
    return spread(vector);
}

TokenValues KeptPass::similarity(int state, const AskedToken& token) const {
    const torch::NoGradGuard noGrad;
    checkLayer(state, layers() + 1, "state");
    const Tensor& states = states_[static_cast<std::size_t>(state)];
    const auto directions = states / states.norm(2, -1, true).clamp_min(1e-12);
    return spread(torch::matmul(directions, directions[static_cast<std::int64_t>(tokens_.position(token))]));
}

TokenValues KeptPass::norms(int state) const {
    const torch::NoGradGuard noGrad;
    checkLayer(state, layers() + 1, "state");
    return spread(states_[static_cast<std::size_t>(state)].norm(2, -1));
}

StateComponents KeptPass::components(int state) const {
    const torch::NoGradGuard noGrad;
    checkLayer(state, layers() + 1, "state");
    std::vector<std::int64_t> real;
    for (std::size_t i = 0; i < tokens_.size(); ++i)
        if (tokens_.all()[i].patch && !tokens_.all()[i].padding)
            real.push_back(static_cast<std::int64_t>(i));
    if (real.size() < 2)
        throwBadInput("there are fewer than two patches to compare", "components");
    const auto states = states_[static_cast<std::size_t>(state)].to(torch::kCPU, torch::kFloat64);
    const auto patches = states.index_select(0, torch::tensor(real, torch::kInt64));
    const auto mean = patches.mean(0, true);
    const auto centred = patches - mean;
    const auto [variances, axes] = torch::linalg_eigh(torch::matmul(centred.t(), centred), "L"); // ascending
    const double all = variances.sum().item<double>();
    StateComponents components;
    for (std::size_t i = 0; i < components.values.size(); ++i) {
        const auto column = axes.size(1) - 1 - static_cast<std::int64_t>(i);
        if (column < 0)
            throwBadInput("the states have fewer than three dimensions", "components");
        auto axis = axes.select(1, column);
        if (axis[axis.abs().argmax()].item<double>() < 0.0)
            axis = -axis;
        components.values[i] = spread(torch::matmul(states - mean, axis));
        components.explained[i] = all > 0.0 ? std::max(0.0, variances[column].item<double>()) / all : 0.0;
    }
    return components;
}

} // namespace

std::shared_ptr<const AttentionPass> runAttentionPass(AttentionSubject subject, const Job& job) {
    return std::make_shared<KeptPass>(std::move(subject), job);
}

} // namespace tvlt
