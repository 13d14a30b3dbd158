#include "core/model/attention.h"
#include "core/model/autocast.h"
#include "core/model/config.h"
#include "core/model/layers.h"
#include "tests/support/catch.h"

#include <torch/torch.h>

#include <cmath>

using namespace tvlt;
using torch::Tensor;

namespace {

double greatest(const Tensor& x) {
    return x.to(torch::kFloat64).abs().max().item<double>();
}

/// The definition, in f64.
Tensor plainAttention(const Projections& p, const Tensor& bias) {
    const auto wide = [](const Tensor& x) { return x.to(torch::kFloat64); };
    auto scores = wide(p.query).matmul(wide(p.key).transpose(2, 3)) / std::sqrt(static_cast<double>(p.query.size(3)));
    if (bias.defined())
        scores = scores + wide(bias).unsqueeze(1);
    return torch::softmax(scores, -1).matmul(wide(p.value));
}

/// Views into one tensor, as no projection of ours is contiguous.
Projections randomProjections(std::int64_t batch, std::int64_t heads, std::int64_t length, torch::ScalarType dtype) {
    torch::manual_seed(length);
    const Tensor all = torch::randn({batch, length, 3, heads, 16}).to(dtype);
    const auto part = [&](int i) { return all.select(2, i).transpose(1, 2); };
    return {part(0), part(1), part(2)};
}

} // namespace

TEST_CASE("attention is the formula's for any length, batch, mask and type, with gradients and without") {
    for (const std::int64_t length : {1, 37, 256, 257, 700, 1100}) {
        for (const bool masked : {false, true}) {
            for (const auto dtype : {torch::kFloat64, torch::kFloat32, torch::kBFloat16}) {
                CAPTURE(length, masked, c10::toString(dtype));
                const auto p = randomProjections(2, 3, length, dtype);
                Tensor mask = torch::ones({2, length});
                if (length > 1)
                    mask[1].narrow(0, 0, length / 2).zero_();
                const Tensor bias = masked ? keyBias(mask, dtype) : Tensor();
                const double tolerance = dtype == torch::kFloat64 ? 1e-12 : dtype == torch::kFloat32 ? 2e-5 : 4e-2;
                const Tensor meant = plainAttention(p, bias);
                {
                    const torch::InferenceMode inference;
                    CHECK(greatest(attend(p, bias) - meant) < tolerance);
                    const Autocast narrow(dtype == torch::kBFloat16, torch::kCPU); // bf16 is not widened then
                    CHECK(greatest(attend(p, bias) - meant) < tolerance);
                }
                {
                    const torch::NoGradGuard noGrad;
                    CHECK(greatest(attend(p, bias) - meant) < tolerance);
                }
                const Projections learning{p.query.detach().requires_grad_(), p.key, p.value};
                const Tensor context = attend(learning, bias);
                CHECK(greatest(context.detach() - meant) < tolerance);
                context.sum().backward();
                CHECK(learning.query.grad().defined());
            }
        }
    }
}

TEST_CASE("probabilities and single rows of attention are those of one piece") {
    torch::manual_seed(1);
    const Projections p{torch::randn({2, 3, 300, 8}), torch::randn({2, 3, 300, 8}), torch::randn({2, 3, 300, 8})};
    const auto mask = torch::rand({2, 300}).gt(0.4);
    const auto bias = keyBias(mask, torch::kFloat32);
    const auto scores = torch::matmul(p.query, p.key.transpose(2, 3)) / std::sqrt(8.0);
    const auto expected = torch::softmax(scores.masked_fill(mask.logical_not().view({2, 1, 1, 300}), -1e12), -1);

    Tensor probabilities;
    const auto context = attend(p, bias, 0.0, &probabilities);
    CHECK(greatest(probabilities - expected) < 1e-6);
    CHECK(greatest(context - torch::matmul(expected, p.value)) < 1e-5);
    CHECK(greatest(attentionRows(p, bias, {2, 0}, {299, 5}) -
                   expected.index_select(1, torch::tensor({2, 0})).index_select(2, torch::tensor({299, 5}))) < 1e-6);
}

TEST_CASE("where every key is hidden attention is uniform") {
    const auto p = randomProjections(2, 3, 300, torch::kFloat32);
    Tensor mask = torch::ones({2, 300});
    mask[1].zero_();
    const torch::InferenceMode inference;
    const Tensor bias = keyBias(mask, torch::kFloat32);
    CHECK(greatest(attend(p, bias)[1] - p.value[1].mean(1, true)) < 1e-5);
    Tensor probabilities;
    (void)attend(p, bias, 0.0, &probabilities);
    CHECK(greatest(probabilities[1] - 1.0 / 300.0) < 1e-8);
}

TEST_CASE("a layer gives the same without gradients, where it works in tiles of tokens, as with them") {
    TvltConfig config;
    config.hidden_size = 32;
    config.intermediate_size = 64;
    config.num_attention_heads = 4;
    torch::manual_seed(3);
    TvltLayer layer(config, LayerSizes{32, 4, 64});
    initialiseWeights(*layer, 0.2);
    layer->eval();
    const Tensor x = torch::randn({2, 1100, 32});
    const Tensor meant = layer->forward(x, {}).detach();
    const Tensor before = x.clone();
    const torch::InferenceMode inference;
    CHECK(greatest(layer->forward(x, {}) - meant) < 1e-5);
    CHECK(torch::equal(x, before));
}
