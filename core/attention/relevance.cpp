#include "core/attention/relevance.h"

#include "core/analysis/analysis.h"
#include "core/analysis/model_inputs.h"
#include "core/attention/head_logits.h"
#include "core/attention/sequence_tokens.h"
#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/modules.h"
#include "core/model/layers.h"

#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/utils.h>

namespace tvlt {

using torch::Tensor;
using torch::autograd::variable_list;

namespace {

/// What flows down through the layers beside the gradient.
struct Flow {
    const Job& job;
    Tensor relevance; ///< (L,): the row of R that is asked for
    int done = 0;
    int count = 0;
};

/// A layer that is run again on the way back.
struct Explained : torch::CustomClassHolder {
    Explained(const TvltLayerImpl& ofStack, Tensor ofKeys, Flow& shared)
        : layer(ofStack), bias(std::move(ofKeys)), flow(shared) {}
    const TvltLayerImpl& layer;
    Tensor bias;
    Flow& flow;
};

/// One layer, which keeps its input and its context alone. Parameters get no gradients.
struct ExplainedLayer : torch::autograd::Function<ExplainedLayer> {
    static Tensor forward(torch::autograd::AutogradContext* kept, const c10::intrusive_ptr<Explained>& run,
                          const Tensor& x) {
        Tensor context, after;
        { // with the kernels of a pass that nobody wants gradients of; tensors made here are none for autograd
            const torch::InferenceMode inference;
            context = attend(run->layer.project(x), run->bias);
            after = run->layer.finish(x, context);
        }
        kept->save_for_backward({x, context.clone()});
        kept->saved_data["run"] = c10::IValue::make_capsule(run);
        return after.clone();
    }

    static variable_list backward(torch::autograd::AutogradContext* kept, const variable_list& gradients) {
        const auto saved = kept->get_saved_variables();
        const auto run = c10::static_intrusive_pointer_cast<Explained>(kept->saved_data["run"].toCapsule());
        Flow& flow = run->flow;
        if (flow.job.stop.stop_requested()) // exceptions do not travel through autograd on every device
            return {Tensor(), torch::zeros_like(saved[0])};
        flow.job.progress(0.5 + 0.5 * flow.done++ / flow.count, "relevance");

        const torch::AutoGradMode withGradients(true);
        const auto x = saved[0].detach().requires_grad_(true);
        const auto context = saved[1].detach().requires_grad_(true);
        const auto projections = run->layer.project(x);
        const auto direct =
            torch::autograd::grad({run->layer.finish(x, context)}, {x, context}, {gradients[0]}, false, false);

        AttentionGradients through;
        {
            const torch::NoGradGuard noGrad;
            auto added = torch::zeros_like(flow.relevance);
            through = attentionBackward(
                projections, run->bias, context, direct[1], [&](const AttentionTile& tile, const Tensor& gradient) {
                    const auto helpful = (gradient * tile.weights).clamp_min_(0.0).mean(0); // (rows, L)
                    added += torch::matmul(flow.relevance.narrow(0, tile.first, helpful.size(0)), helpful);
                });
            flow.relevance = flow.relevance + added;
        }
        const auto indirect = torch::autograd::grad({projections.query, projections.key, projections.value}, {x},
                                                    {through.query, through.key, through.value}, false, false);
        return {Tensor(), direct[0] + indirect[0]};
    }
};

} // namespace

Relevance relevanceOf(const Checkpoint& checkpoint, const ClipFeatures& features, std::optional<int> label,
                      const Job& job) {
    checkHeads(checkpoint, features);
    const torch::AutoGradMode withGradients(true);
    const SequenceTokens tokens(checkpoint.config, features, {}, AttentionStack::Encoder);
    Flow flow{job, torch::zeros({static_cast<std::int64_t>(tokens.size())},
                                torch::device(checkpoint.modules->device).dtype(torch::kFloat32))};
    flow.relevance[0] = 1.0; // the heads read token 0
    const Job forwards = job.part(0.0, 0.5);
    auto options = optionsFor(forwards, checkpoint.config.num_hidden_layers);
    Tensor entered;
    options.run_layer = [&](const LayerCall& call) {
        flow.count = static_cast<int>(call.count);
        Tensor x = call.x;
        if (call.index == 0)
            x = entered = x.detach().requires_grad_(true);
        return ExplainedLayer::apply(c10::make_intrusive<Explained>(call.layer, call.bias, flow), x);
    };
    const auto logits = headLogits(checkpoint, inputsOf(checkpoint, features), options).flatten();
    if (label)
        checkLabel(checkpoint, *label, logits.numel());
    const auto chosen = label ? static_cast<std::int64_t>(*label) : logits.argmax().item<std::int64_t>();
    (void)torch::autograd::grad({logits[chosen]}, {entered}, {}, false, false);
    job.check();

    const auto values = flow.relevance.detach().to(torch::kCPU).contiguous();
    if (!torch::isfinite(values).all().item<bool>())
        throwBadInput("the model's gradients are not finite", checkpoint.name,
                      "Try the dtype f32, or another checkpoint.");
    return {tokens.spread({values.data_ptr<float>(), tokens.size()}), outputName(checkpoint, chosen), checkpoint.name,
            logits[chosen].item<double>()};
}

} // namespace tvlt
