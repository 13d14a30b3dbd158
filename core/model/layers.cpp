#include "core/model/layers.h"

#include "core/model/config.h"
#include "core/model/linear_product.h"
#include "core/model/outputs.h"

#include <torch/nn/init.h>
#include <torch/utils.h>
#include <torch/version.h>

#include <algorithm>

namespace tvlt {

using torch::Tensor;

namespace {

/// A module that only gives its children's names a level: Hugging Face's keys have some that hold nothing else.
std::shared_ptr<torch::nn::Module> level(torch::nn::Module& parent, const std::string& name) {
    return parent.register_module(name, std::make_shared<torch::nn::Module>(name));
}

} // namespace

LinearImpl::LinearImpl(std::int64_t in, std::int64_t out, bool bias)
    : weight_(register_parameter("weight", torch::empty({out, in}))) {
    if (bias)
        bias_ = register_parameter("bias", torch::zeros({out}));
}

Tensor LinearImpl::forward(const Tensor& x, Activation then) const {
    return linearProduct(x, weight_, bias_, then);
}

DenseImpl::DenseImpl(std::int64_t in, std::int64_t out) : dense_(register_module("dense", Linear(in, out))) {}

torch::nn::LayerNorm layerNorm(std::int64_t size, double eps) {
    return torch::nn::LayerNorm(torch::nn::LayerNormOptions({size}).eps(eps));
}

Tensor normalised(const torch::nn::LayerNorm& norm, const Tensor& x) {
#if TORCH_VERSION_MAJOR < 2
    // LibTorch 1.13 takes 14 times as long for bf16 as for f32 on a CPU.
    if (x.scalar_type() == torch::kBFloat16 && x.is_cpu())
        return torch::layer_norm(x.to(torch::kFloat32), norm->options.normalized_shape(),
                                 norm->weight.to(torch::kFloat32), norm->bias.to(torch::kFloat32), norm->options.eps())
            .to(torch::kBFloat16);
#endif
    return norm.ptr()->forward(x);
}

void initialiseWeights(torch::nn::Module& module, double range, const std::string& except) {
    const torch::NoGradGuard noGrad;
    for (auto& item : module.named_parameters()) {
        const std::string& name = item.key();
        if (name.ends_with("weight") && item.value().dim() > 1 && (except.empty() || !name.starts_with(except + ".")))
            item.value().normal_(0.0, range);
    }
}

TvltLayerImpl::TvltLayerImpl(const TvltConfig& config, LayerSizes sizes)
    : sizes_(sizes), hiddenDropout_(config.hidden_dropout_prob), attentionDropout_(config.attention_probs_dropout_prob),
      activation_(activation(config.hidden_act)) {
    layernormBefore_ = register_module("layernorm_before", layerNorm(sizes.hidden, config.layer_norm_eps));
    layernormAfter_ = register_module("layernorm_after", layerNorm(sizes.hidden, config.layer_norm_eps));
    const auto attention = level(*this, "attention");
    const auto projections = level(*attention, "attention");
    const auto projection = [&](const char* name) {
        return projections->register_module(name, Linear(sizes.hidden, sizes.hidden, config.qkv_bias));
    };
    query_ = projection("query");
    key_ = projection("key");
    value_ = projection("value");
    attentionOutput_ = attention->register_module("output", Dense(sizes.hidden, sizes.hidden));
    intermediate_ = register_module("intermediate", Dense(sizes.hidden, sizes.intermediate));
    output_ = register_module("output", Dense(sizes.intermediate, sizes.hidden));
}

Tensor TvltLayerImpl::heads(const Linear& projection, const Tensor& x) const {
    return projection->forward(x)
        .view({x.size(0), x.size(1), sizes_.heads, sizes_.hidden / sizes_.heads})
        .transpose(1, 2);
}

Projections TvltLayerImpl::project(const Tensor& x) const {
    const auto normed = normalised(layernormBefore_, x);
    return {heads(query_, normed), heads(key_, normed), heads(value_, normed)};
}

Tensor TvltLayerImpl::feedForward(const Tensor& x) const {
    return output_->forward(intermediate_->forward(normalised(layernormAfter_, x), activation_));
}

Tensor TvltLayerImpl::finish(const Tensor& x, const Tensor& context) const {
    const auto dropped = [&](const Tensor& y) { return torch::dropout(y, hiddenDropout_, is_training()); };
    auto attended = x + dropped(attentionOutput_->forward(context.transpose(1, 2).reshape(x.sizes())));
    if (torch::GradMode::is_enabled() || is_training() || !x.is_cpu())
        return attended + dropped(feedForward(attended));
    // Each token goes its own way here: a tile of them at a time keeps the wide inner values, of some 12 MB at the base
    // size in f32, out of main memory.
    const std::int64_t rows = attended.element_size() < 4 && !widensBf16(attended) ? 512 : 1024;
    const auto tokens = attended.view({-1, sizes_.hidden});
    for (std::int64_t first = 0; first < tokens.size(0); first += rows) {
        auto tile = tokens.narrow(0, first, std::min(rows, tokens.size(0) - first));
        tile.add_(feedForward(tile));
    }
    return attended;
}

Tensor TvltLayerImpl::forward(const Tensor& x, const Tensor& bias, AttentionProbe* probe) const {
    const auto projections = project(x);
    const auto context = attend(projections, bias, is_training() ? attentionDropout_ : 0.0,
                                probe && probe->wantsProbabilities ? &probe->probabilities : nullptr);
    if (probe && probe->wantedRows)
        probe->rows = attentionRows(projections, bias, probe->wantedRows->heads, probe->wantedRows->queries);
    return finish(x, context);
}

} // namespace tvlt
