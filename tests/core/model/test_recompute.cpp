#include "core/model/autocast.h"
#include "core/model/recompute.h"
#include "core/model/tvlt_for_classification.h"
#include "core/model/tvlt_for_pretraining.h"
#include "tests/support/catch.h"

#include <torch/torch.h>

using namespace tvlt;
using torch::Tensor;

namespace {

TvltConfig someConfig(double dropout) {
    TvltConfig c;
    c.image_size = {16, 16};
    c.image_patch_size = {8, 8};
    c.num_frames = 2;
    c.spectrogram_length = 64;
    c.frequency_length = 16;
    c.audio_patch_size = {16, 8};
    c.hidden_size = 24;
    c.num_hidden_layers = 3;
    c.num_attention_heads = 3;
    c.intermediate_size = 48;
    c.decoder_hidden_size = 16;
    c.decoder_num_hidden_layers = 2;
    c.decoder_num_attention_heads = 2;
    c.decoder_intermediate_size = 32;
    c.initializer_range = 0.2;
    c.hidden_dropout_prob = c.attention_probs_dropout_prob = dropout;
    return c;
}

PreTrainingInputs someInputs() {
    torch::manual_seed(4);
    PreTrainingInputs in;
    in.inputs.pixel_values = torch::randn({2, 2, 3, 16, 16});
    in.inputs.audio_values = torch::randn({2, 1, 64, 16});
    in.inputs.pixel_mask = torch::ones({2, 8});
    in.inputs.pixel_mask[1].narrow(0, 4, 4).zero_();
    in.inputs.audio_mask = torch::ones({2, 8});
    in.inputs.pixel_order = orderFromNoise(torch::rand({2, 8}), 0.5);
    in.inputs.audio_order = orderFromNoise(torch::rand({2, 8}), 0.25);
    in.pixel_values_mixed = in.inputs.pixel_values.flip(0);
    in.labels = torch::tensor({1.0F, 0.0F});
    return in;
}

struct Step {
    Tensor loss;
    std::vector<Tensor> gradients;
    Tensor nextRandom; ///< the next number of LibTorch's generator after the step
};

template <class Holder, class Run> Step step(Holder& model, const Run& run, bool recompute) {
    ForwardOptions options;
    options.recompute = recompute;
    torch::manual_seed(11);
    model->zero_grad();
    Step step;
    step.loss = run(options);
    step.loss.backward();
    step.nextRandom = torch::rand({1});
    for (const auto& p : model->parameters())
        step.gradients.push_back(p.grad().defined() ? p.grad().clone() : Tensor());
    return step;
}

void checkEqual(const Step& a, const Step& b) {
    CHECK(torch::equal(a.loss, b.loss));
    CHECK(torch::equal(a.nextRandom, b.nextRandom));
    REQUIRE(a.gradients.size() == b.gradients.size());
    for (std::size_t i = 0; i < a.gradients.size(); ++i) {
        REQUIRE(a.gradients[i].defined() == b.gradients[i].defined());
        if (a.gradients[i].defined())
            CHECK(torch::equal(a.gradients[i], b.gradients[i]));
    }
}

template <class Holder> Holder training(const TvltConfig& config) {
    torch::manual_seed(3);
    Holder model(config);
    model->train();
    return model;
}

} // namespace

TEST_CASE("recomputing layers changes no gradient of pre-training, with dropout and bf16 too") {
    const auto inputs = someInputs();
    for (const double dropout : {0.0, 0.3}) {
        auto model = training<TvltForPreTraining>(someConfig(dropout));
        const auto run = [&](const ForwardOptions& options) { return model->forward(inputs, options).loss; };
        for (const bool bf16 : {false, true}) {
            INFO("dropout " << dropout << ", bf16 " << bf16);
            const Autocast scope(bf16, torch::kCPU);
            const auto plain = step(model, run, false);
            checkEqual(plain, step(model, run, true));
        }
    }
}

TEST_CASE("recomputing layers changes no gradient of a classifier, frozen parameters included") {
    const auto inputs = someInputs();
    auto model = training<TvltForAudioVisualClassification>(someConfig(0.1));
    const auto run = [&](const ForwardOptions& options) {
        return model->forward(inputs.inputs, torch::tensor({1, 0}), options).loss;
    };
    checkEqual(step(model, run, false), step(model, run, true));
    for (auto& item : model->named_parameters())
        if (item.key().find("layer.0") != std::string::npos || item.key().find("embed") != std::string::npos)
            item.value().set_requires_grad(false).mutable_grad() = Tensor();
    const auto plain = step(model, run, false);
    CHECK_FALSE(plain.gradients.front().defined());
    checkEqual(plain, step(model, run, true));
}

TEST_CASE("autocast of the first run holds in the second, whatever surrounds backward") {
    auto model = training<TvltForPreTraining>(someConfig(0.0));
    const auto inputs = someInputs();
    const auto gradient = [&](bool recompute) {
        ForwardOptions options;
        options.recompute = recompute;
        model->zero_grad();
        Tensor loss;
        {
            const Autocast scope(true, torch::kCPU);
            loss = model->forward(inputs, options).loss;
        }
        loss.backward();
        return model->named_parameters()["tvlt.encoder.layer.0.output.dense.weight"].grad().clone();
    };
    CHECK(torch::equal(gradient(false), gradient(true)));
}

TEST_CASE("a recomputed function runs once forward, once backward and keeps nothing from between") {
    int runs = 0;
    using Weak = c10::weak_intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>;
    std::vector<Weak> between; // what exp() keeps for its gradient
    const auto w = torch::randn({8}, torch::requires_grad());
    const auto x = torch::randn({8}, torch::requires_grad());
    const auto f = [&runs, &between, w](const Tensor& input) {
        ++runs;
        const auto product = (input * w).exp();
        between.emplace_back(product.getIntrusivePtr());
        return product.sin();
    };
    const auto usual = f(x);
    CHECK_FALSE(between.back().expired());
    usual.sum().backward();
    const auto gradientX = x.grad().clone();
    const auto gradientW = w.grad().clone();
    x.mutable_grad() = w.mutable_grad() = Tensor();

    runs = 0;
    const auto y = recomputed(f, x, {w});
    CHECK(torch::equal(y, usual));
    CHECK(runs == 1);
    CHECK(between.back().expired());
    y.sum().backward();
    CHECK(runs == 2);
    CHECK(torch::equal(x.grad(), gradientX));
    CHECK(torch::equal(w.grad(), gradientW));
}

TEST_CASE("a parameter that changed between the two runs is an error") {
    auto w = torch::randn({3}, torch::requires_grad());
    const auto x = torch::randn({3}, torch::requires_grad());
    const auto y = recomputed([w](const Tensor& input) { return input * w; }, x, {w});
    {
        const torch::NoGradGuard noGrad;
        w.add_(1.0);
    }
    CHECK_THROWS(y.sum().backward());
}
