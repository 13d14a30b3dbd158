#include "core/model/attention.h"

#include "core/model/head_attention.h"

#include <torch/version.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace tvlt {

using torch::Tensor;

namespace {

/// Query rows a tile: on a CPU the scores of one tile should stay in cache, a GPU wants few and large products.
std::int64_t tileRows(const Tensor& query) {
    return query.is_cuda() ? 1024 : 256;
}

enum class Kernel {
    Fused,   ///< LibTorch's own, of a GPU
    ByHead,  ///< head_attention.h
    Batched, ///< all heads of a tile of queries at once; the only one for gradients on a CPU, and for probabilities
};

/// Which is fastest, by measurement (docs/performance.md). Fused attention is not for a bias: its kernels multiply
/// scores before they exponentiate them, which turns the most negative number into -inf, and a sample of masked keys
/// alone into NaN. Nor is it for training on a CPU: forward and backward of 24 samples of 141 to 345 tokens are a fifth
/// faster with it in f32, but take two to three times as long in bf16, which training is about.
Kernel kernelFor(const Projections& projections, const Tensor& bias, bool wantsWeights) {
    const Tensor& query = projections.query;
    if (wantsWeights)
        return Kernel::Batched;
    constexpr bool kLibTorch2 = TORCH_VERSION_MAJOR >= 2;
    if (query.is_cuda())
        return kLibTorch2 && !bias.defined() ? Kernel::Fused : Kernel::Batched;
    // On a CPU, where gradients may be wanted: a layer that is recomputed runs without them first and has to find the
    // same with them, to the last bit.
    return query.is_cpu() && c10::InferenceMode::is_enabled() ? Kernel::ByHead : Kernel::Batched;
}

double scale(const Tensor& query) {
    return 1.0 / std::sqrt(static_cast<double>(query.size(-1)));
}

double mostNegative(torch::ScalarType dtype) {
    switch (dtype) {
    case torch::kFloat64:
        return std::numeric_limits<double>::lowest();
    case torch::kFloat16:
        return -65504.0;
    default:
        // bf16's own, -(2 - 2^-7) * 2^127, for f32 too: autocast rounds f32's to -inf. Scores vanish beside both.
        return -3.3895313892515355e38;
    }
}

/// (B, heads, L, d) -> (B * heads, L, d), contiguous.
Tensor merged(const Tensor& x) {
    return x.reshape({x.size(0) * x.size(1), x.size(2), x.size(3)}).contiguous();
}

/// (B, 1, L) -> (B * heads, 1, L).
Tensor perHead(const Tensor& bias, std::int64_t heads) {
    return bias.defined() ? bias.unsqueeze(1).expand({-1, heads, -1, -1}).flatten(0, 1) : bias;
}

/// softmax(query key^T + bias) over the keys; all with one leading dimension.
Tensor softmaxOfScores(const Tensor& query, const Tensor& keyTransposed, const Tensor& bias) {
    if (!bias.defined())
        return torch::softmax(torch::bmm(query, keyTransposed), -1);
    const auto scores =
        torch::baddbmm(bias.expand({query.size(0), query.size(1), keyTransposed.size(2)}), query, keyTransposed);
    return torch::softmax(scores, -1);
}

} // namespace

Tensor keyBias(const Tensor& mask, torch::ScalarType dtype) {
    if (!mask.defined())
        return {};
    return ((1.0 - mask.to(dtype)) * mostNegative(dtype)).unsqueeze(1);
}

Tensor attend(const Projections& projections, const Tensor& bias, double dropout, Tensor* probabilities) {
    const auto shape = projections.query.sizes().vec();
    const Kernel kernel = kernelFor(projections, bias, probabilities || (dropout > 0.0 && projections.query.is_cpu()));
#if TORCH_VERSION_MAJOR >= 2
    if (kernel == Kernel::Fused)
        return at::scaled_dot_product_attention(projections.query, projections.key, projections.value, {}, dropout);
#endif
    if (kernel == Kernel::ByHead)
        return attendByHead(projections, bias);
    const auto query = merged(projections.query * scale(projections.query));
    const auto key = merged(projections.key).transpose(1, 2);
    const auto value = merged(projections.value);
    const auto headBias = perHead(bias, shape[1]);

    const auto length = query.size(1);
    const auto rows = tileRows(query);
    std::vector<Tensor> context;
    std::vector<Tensor> weights;
    for (std::int64_t first = 0; first < length; first += rows) {
        const auto tile = query.narrow(1, first, std::min(rows, length - first));
        auto weight = softmaxOfScores(tile, key, headBias);
        if (dropout > 0.0)
            weight = torch::dropout(weight, dropout, true);
        context.push_back(torch::bmm(weight, value));
        if (probabilities)
            weights.push_back(weight);
    }
    if (probabilities)
        *probabilities = torch::cat(weights, 1).view({shape[0], shape[1], length, key.size(2)});
    return torch::cat(context, 1).view(shape);
}

Tensor attentionRows(const Projections& projections, const Tensor& bias, const std::vector<std::int64_t>& heads,
                     const std::vector<std::int64_t>& queries) {
    const auto device = projections.query.device();
    const auto indices = [&](const std::vector<std::int64_t>& values) {
        return torch::tensor(values, torch::kInt64).to(device);
    };
    const auto ofHeads = [&](const Tensor& x) { return heads.empty() ? x : x.index_select(1, indices(heads)); };

    const auto query = ofHeads(projections.query).index_select(2, indices(queries));
    const auto key = ofHeads(projections.key);
    const auto weight =
        softmaxOfScores(merged(query * scale(query)), merged(key).transpose(1, 2), perHead(bias, query.size(1)));
    return weight.view({query.size(0), query.size(1), query.size(2), key.size(2)}).to(torch::kFloat32);
}

namespace {

/// One sample's tensor (1, heads, L, d) -> (heads, L, d) f32.
Tensor oneSample(const Tensor& x) {
    return x.squeeze(0).to(torch::kFloat32).contiguous();
}

/// (1, 1, L) -> f32, or undefined.
Tensor oneBias(const Tensor& bias) {
    return bias.defined() ? bias.to(torch::kFloat32) : bias;
}

} // namespace

void forEachAttentionTile(const Projections& projections, const Tensor& bias,
                          const std::function<void(const AttentionTile& tile)>& look) {
    const auto query = oneSample(projections.query) * scale(projections.query);
    const auto keyTransposed = oneSample(projections.key).transpose(1, 2);
    const auto keyBias = oneBias(bias);
    const auto length = query.size(1);
    const auto rows = tileRows(query);
    for (std::int64_t first = 0; first < length; first += rows) {
        auto scores = torch::bmm(query.narrow(1, first, std::min(rows, length - first)), keyTransposed);
        if (keyBias.defined())
            scores.add_(keyBias);
        const auto weights = torch::softmax(scores, -1);
        const auto [most, at] = scores.max(-1, true);
        look({first, weights, (most - weights.gather(-1, at).log()).squeeze(-1)});
    }
}

Tensor attentionColumn(const Projections& projections, const Tensor& bias, const Tensor& logSumExp, std::int64_t key) {
    const auto query = oneSample(projections.query) * scale(projections.query);
    const auto one = projections.key.select(2, key).squeeze(0).to(torch::kFloat32).unsqueeze(-1); // (heads, d, 1)
    auto scores = torch::bmm(query, one).squeeze(-1);
    if (bias.defined())
        scores = scores + oneBias(bias).flatten()[key];
    return torch::exp(scores - logSumExp);
}

AttentionGradients
attentionBackward(const Projections& projections, const Tensor& bias, const Tensor& context,
                  const Tensor& contextGradient,
                  const std::function<void(const AttentionTile& tile, const Tensor& gradient)>& look) {
    const auto query = oneSample(projections.query);
    const auto key = oneSample(projections.key);
    const auto value = oneSample(projections.value);
    const auto gradient = oneSample(contextGradient);
    const auto along = (gradient * oneSample(context)).sum(-1, true); // (heads, L, 1)
    const double scaled = scale(projections.query);
    const auto valueTransposed = value.transpose(1, 2);

    auto ofQuery = torch::empty_like(query);
    auto ofKey = torch::zeros_like(key);
    auto ofValue = torch::zeros_like(value);
    forEachAttentionTile(projections, bias, [&](const AttentionTile& tile) {
        const auto rows = tile.weights.size(1);
        const auto tileGradient = gradient.narrow(1, tile.first, rows);
        ofValue.baddbmm_(tile.weights.transpose(1, 2), tileGradient);
        const auto ofWeights = torch::bmm(tileGradient, valueTransposed);
        if (look)
            look(tile, ofWeights);
        const auto ofScores = (ofWeights - along.narrow(1, tile.first, rows)).mul_(tile.weights).mul_(scaled);
        ofQuery.narrow(1, tile.first, rows).copy_(torch::bmm(ofScores, key));
        ofKey.baddbmm_(ofScores.transpose(1, 2), query.narrow(1, tile.first, rows));
    });
    const auto shaped = [&](const Tensor& x) { return x.unsqueeze(0).to(projections.query.scalar_type()); };
    return {shaped(ofQuery), shaped(ofKey), shaped(ofValue)};
}

} // namespace tvlt
