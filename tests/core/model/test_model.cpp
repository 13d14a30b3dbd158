#include "core/base/error.h"
#include "core/model/state_dict.h"
#include "core/model/tvlt_for_classification.h"
#include "core/model/tvlt_for_pretraining.h"
#include "tests/support/catch.h"

#include <torch/library.h>
#include <torch/torch.h>

#include <thread>

// LibTorch knows the shapes of these on the meta device in Python only.
namespace {

/// An optional tensor is c10's own class in older LibTorch, std::optional in newer: what layer norm takes third.
template <class> struct ThirdArgument;
template <class R, class A, class B, class C, class... Rest> struct ThirdArgument<R(A, B, C, Rest...)> {
    using type = C;
};
using OptionalTensor = ThirdArgument<decltype(at::native_layer_norm)>::type;

} // namespace

TORCH_LIBRARY_IMPL(aten, Meta, library) {
    library.impl("native_layer_norm",
                 [](const at::Tensor& x, at::IntArrayRef shape, OptionalTensor, OptionalTensor, double) {
                     auto sizes = x.sizes().vec();
                     std::fill(sizes.end() - static_cast<std::ptrdiff_t>(shape.size()), sizes.end(), 1);
                     return std::tuple(at::empty_like(x), at::empty(sizes, x.options()), at::empty(sizes, x.options()));
                 });
    library.impl("index_select", [](const at::Tensor& x, std::int64_t dim, const at::Tensor& index) {
        auto sizes = x.sizes().vec();
        sizes[static_cast<std::size_t>(dim)] = index.numel();
        return at::empty(sizes, x.options());
    });
#if TORCH_VERSION_MAJOR >= 2
    library.impl("log_sigmoid_forward",
                 [](const at::Tensor& x) { return std::tuple(at::empty_like(x), at::empty({0}, x.options())); });
#endif
}

using namespace tvlt;
using torch::Tensor;

namespace {

TvltConfig smallConfig() {
    TvltConfig c;
    c.image_size = {16, 24};
    c.image_patch_size = {8, 8};
    c.audio_patch_size = {16, 8};
    c.num_frames = 3;
    c.spectrogram_length = 640;
    c.frequency_length = 16;
    c.hidden_size = 24;
    c.num_hidden_layers = 3;
    c.num_attention_heads = 3;
    c.intermediate_size = 32;
    c.decoder_hidden_size = 16;
    c.decoder_num_attention_heads = 2;
    c.decoder_num_hidden_layers = 2;
    c.decoder_intermediate_size = 24;
    c.initializer_range = 0.3;
    return c;
}

/// Embeddings start as zeros, which would hide mistakes.
template <class Holder> Holder seeded(const TvltConfig& config) {
    torch::manual_seed(3);
    Holder model(config);
    const torch::InferenceMode inference;
    for (auto& p : model->parameters())
        p.add_(0.1 * torch::randn_like(p));
    model->eval();
    return model;
}

/// Long enough for several tiles of queries: 12 pixel and 80 audio tokens of 2 frames and 640 rows.
TvltInputs someInputs(std::int64_t batch = 2) {
    torch::manual_seed(4);
    TvltInputs in;
    in.pixel_values = torch::rand({batch, 2, 3, 16, 24}) * 2 - 1;
    in.audio_values = torch::rand({batch, 1, 640, 16}) * 2 - 1;
    return in;
}

double distance(const Tensor& a, const Tensor& b) {
    REQUIRE(a.sizes() == b.sizes());
    return (a - b).abs().max().item<double>();
}

std::string errorOf(const std::function<void()>& f) {
    try {
        f();
    } catch (const Exception& e) {
        return e.error().message();
    }
    return "no error";
}

/// Module::to() refuses the meta device. The modules hold their parameters by handles of their own, so what the handles
/// point at is changed.
struct MetaAccess : c10::TensorImpl {
    using TensorImpl::copy_tensor_metadata;
};
void moveToMeta(torch::nn::Module& module) {
    for (const auto& parameter : module.parameters()) {
        auto* impl = parameter.unsafeGetTensorImpl();
        const auto meta = parameter.detach().to(torch::kMeta);
        MetaAccess::copy_tensor_metadata(meta.unsafeGetTensorImpl(), impl, impl->version_counter(), true);
    }
}

} // namespace

TEST_CASE("attention rows on demand equal rows of the whole attention") {
    const torch::InferenceMode inference;
    const auto model = seeded<TvltModel>(smallConfig());
    auto in = someInputs();
    in.pixel_mask = torch::ones({2, 12});
    in.audio_mask = torch::ones({2, 80});
    in.audio_mask.select(0, 1).slice(0, 40).zero_();
    ForwardOptions options;
    options.output_attentions = true;
    options.attention_rows = {{2, 0}, {1}, {0, 92, 7}};
    const auto out = model->forward(in, options);
    REQUIRE(out.attention_rows.size() == 2);
    for (std::size_t i = 0; i < 2; ++i) {
        const auto whole = out.attentions[static_cast<std::size_t>(options.attention_rows.layers[i])];
        const auto rows = whole.narrow(1, 1, 1).index_select(2, torch::tensor({0, 92, 7}));
        CHECK(distance(out.attention_rows[i], rows) < 1e-6);
    }
    options.attention_rows.queries = {93};
    CHECK_THAT(errorOf([&] { (void)model->forward(in, options); }), ContainsSubstring("query 93 of 93"));
}

TEST_CASE("a hidden modality and a modality left out give the other the same values") {
    const torch::InferenceMode inference;
    const auto model = seeded<TvltModel>(smallConfig());
    auto hidden = someInputs();
    hidden.pixel_mask = torch::zeros({2, 12});
    hidden.audio_mask = torch::ones({2, 80});
    auto alone = hidden;
    alone.pixel_values.reset();
    alone.pixel_mask.reset();
    const auto a = model->forward(hidden);
    const auto b = model->forward(alone);
    CHECK(distance(a.last_audio_hidden_state, b.last_audio_hidden_state) < 1e-5);
    CHECK(distance(a.last_hidden_state.select(1, 0), b.last_hidden_state.select(1, 0)) < 1e-5);
    CHECK_FALSE(b.last_pixel_hidden_state.defined());
}

TEST_CASE("cls stays visible unless the reference's quirk is asked for") {
    const torch::InferenceMode inference;
    const auto model = seeded<TvltModel>(smallConfig());
    auto in = someInputs(1);
    in.pixel_mask = torch::ones({1, 12});
    in.pixel_mask[0][0] = 0;
    in.audio_mask = torch::ones({1, 80});
    CHECK(model->forward(in).sequence_mask[0][0].item<double>() == 1.0);
    ForwardOptions quirk;
    quirk.reproduce_cls_mask_quirk = true;
    CHECK(model->forward(in, quirk).sequence_mask[0][0].item<double>() == 0.0);
}

TEST_CASE("tokens stand as cls, pixel, audio, and as cls, audio, pixel in the authors' order") {
    const torch::InferenceMode inference;
    auto config = smallConfig();
    const auto ours = seeded<TvltModel>(config);
    config.mode = ModelMode::Original;
    const auto authors = seeded<TvltModel>(config);
    const auto a = ours->forward(someInputs());
    const auto b = authors->forward(someInputs());
    CHECK(distance(a.last_hidden_state.narrow(1, 1, 12), a.last_pixel_hidden_state) == 0.0);
    CHECK(distance(b.last_hidden_state.narrow(1, 1, 80), b.last_audio_hidden_state) == 0.0);
    CHECK(distance(a.last_pixel_hidden_state, b.last_pixel_hidden_state) < 1e-5);
    CHECK(distance(a.last_audio_hidden_state, b.last_audio_hidden_state) < 1e-5);
}

TEST_CASE("the authors' mode hides patches of -1, lends their flag to cls and has no cls among masked tokens") {
    const torch::InferenceMode inference;
    auto config = smallConfig();
    config.mode = ModelMode::Original;
    const auto model = seeded<TvltModel>(config);
    auto in = someInputs(1);
    in.audio_values.narrow(2, 0, 16).fill_(-1);
    const auto out = model->forward(in);
    CHECK(out.sequence_mask.slice(1, 0, 3).sum().item<double>() == 0.0); // cls and the first two audio patches
    CHECK(out.sequence_mask.slice(1, 3).min().item<double>() == 1.0);
    auto alone = in;
    alone.pixel_values.reset();
    CHECK(model->forward(alone).last_hidden_state.size(1) == 80);
    in.mask_pixel = in.mask_audio = true;
    const auto masked = model->forward(in);
    CHECK(masked.last_hidden_state.size(1) == 3 + 68);
    CHECK(masked.audio_label_masks.slice(1, 0, 2).sum().item<double>() == 0.0);
}

TEST_CASE("a masking order keeps the stated share, ratio 0 and 1 included") {
    const auto noise = torch::rand({2, 1024});
    CHECK(orderFromNoise(noise, 0.15).keep == 870);
    CHECK(orderFromNoise(noise, 0.0).keep == 1024);
    CHECK(orderFromNoise(noise, 1.0).keep == 0);
    CHECK_THROWS_WITH(orderFromNoise(noise, 1.5), ContainsSubstring("between 0 and 1"));
    const auto tied = orderFromNoise(torch::zeros({1, 40}), 0.5).order;
    CHECK(tied.equal(torch::arange(40).unsqueeze(0)));
}

TEST_CASE("everything and nothing can be masked, and the loss of nothing is 0") {
    auto config = smallConfig();
    config.pixel_mask_ratio = 1.0;
    config.audio_mask_ratio = 0.0;
    const auto model = seeded<TvltForPreTraining>(config);
    PreTrainingInputs in{someInputs(), {}, {}, {}};
    in.inputs.pixel_mask = torch::ones({2, 12});
    in.inputs.audio_mask = torch::ones({2, 80});
    const auto out = model->forward(in);
    CHECK(out.encoder.last_pixel_hidden_state.size(1) == 0);
    CHECK(out.pixel_logits.sizes() == torch::IntArrayRef({2, 12, 192}));
    CHECK(out.audio_mae_loss.item<double>() == 0.0);
    CHECK(out.pixel_mae_loss.item<double>() > 0.0);
    out.loss.backward();
    for (const auto& p : model->parameters())
        if (p.grad().defined())
            CHECK(p.grad().isfinite().all().item<bool>());
}

TEST_CASE("without labels the matching pass gives logits, with labels of any dtype a loss") {
    const torch::InferenceMode inference;
    const auto model = seeded<TvltForPreTraining>(smallConfig());
    PreTrainingInputs in{someInputs(), {}, {}, {}};
    in.reconstruct = false;
    const auto plain = model->forward(in);
    CHECK(plain.matching_logits.sizes() == torch::IntArrayRef({2, 1}));
    CHECK_FALSE(plain.loss.defined());
    in.pixel_values_mixed = in.inputs.pixel_values;
    CHECK_THAT(errorOf([&] { (void)model->forward(in); }), ContainsSubstring("labels"));
    in.labels = torch::tensor({1.0, 0.0});
    const auto expected = model->forward(in).loss.item<double>();
    for (const auto type : {torch::kInt64, torch::kBool, torch::kFloat64}) {
        in.labels = torch::tensor({1, 0}).to(type).view({2, 1});
        CHECK(model->forward(in).loss.item<double>() == Approx(expected));
    }
    in.labels = torch::zeros({2, 2});
    CHECK_THAT(errorOf([&] { (void)model->forward(in); }), ContainsSubstring("(2, 2)"));
}

TEST_CASE("patches can be put together again") {
    const auto config = smallConfig();
    const auto in = someInputs();
    CHECK(unpatchifyPixels(patchifyPixels(in.pixel_values, config), config).equal(in.pixel_values));
    CHECK(unpatchifyAudio(patchifyAudio(in.audio_values, config), config).equal(in.audio_values));
}

TEST_CASE("a stopped pass ends before its next block") {
    const torch::InferenceMode inference;
    const auto model = seeded<TvltForPreTraining>(smallConfig());
    std::stop_source source;
    ForwardOptions options;
    options.stop = source.get_token();
    const PreTrainingInputs in{someInputs(), {}, {}, {}};
    CHECK_NOTHROW(model->forward(in, options));
    source.request_stop();
    try {
        (void)model->forward(in, options);
        FAIL("was not stopped");
    } catch (const Exception& e) {
        CHECK(e.error().kind == Error::Kind::Cancelled);
    }
}

TEST_CASE("every pass runs on the meta device, so nothing strays onto the CPU") {
    const torch::InferenceMode inference;
    const torch::Device meta(torch::kMeta);
    auto in = someInputs();
    in.pixel_values = in.pixel_values.to(meta);
    in.audio_values = in.audio_values.to(meta);
    in.pixel_mask = torch::ones({2, 12}).to(meta);
    in.audio_mask = torch::ones({2, 80}).to(meta);
    ForwardOptions options;
    options.output_attentions = options.output_hidden_states = true;
    options.attention_rows = {{0}, {}, {0, 3}};
    for (const auto mode : {ModelMode::HuggingFace, ModelMode::Original}) {
        auto config = smallConfig();
        config.mode = mode;
        TvltForPreTraining pretraining(config);
        moveToMeta(*pretraining);
        REQUIRE(pretraining->parameters().front().is_meta());
        PreTrainingInputs whole{in, torch::ones({2}), in.pixel_values, in.pixel_mask};
        const auto out = pretraining->forward(whole, options);
        CHECK(out.loss.is_meta());
        CHECK(out.audio_logits.sizes() == torch::IntArrayRef({2, 80, 128}));
        TvltForAudioVisualClassification classification(config);
        moveToMeta(*classification);
        CHECK(classification->forward(in, {}, options).logits.sizes() == torch::IntArrayRef({2, 2}));
    }
}

TEST_CASE("inputs that do not fit are refused with their shapes") {
    const torch::InferenceMode inference;
    const auto model = seeded<TvltForPreTraining>(smallConfig());
    const auto refused = [&](const std::function<void(PreTrainingInputs&)>& change) {
        PreTrainingInputs in{someInputs(), {}, {}, {}};
        change(in);
        return errorOf([&] { (void)model->forward(in); });
    };
    const auto pixels = [&](torch::IntArrayRef shape) {
        return refused([&](auto& in) { in.inputs.pixel_values = torch::zeros(shape); });
    };
    const auto audio = [&](torch::IntArrayRef shape) {
        return refused([&](auto& in) { in.inputs.audio_values = torch::zeros(shape); });
    };
    CHECK(refused([](auto&) {}) == "no error");
    CHECK_THAT(pixels({2, 3, 16, 24}), ContainsSubstring("(2, 3, 16, 24)"));
    CHECK_THAT(pixels({2, 0, 3, 16, 24}), ContainsSubstring("no frames"));
    CHECK_THAT(pixels({2, 4, 3, 16, 24}), ContainsSubstring("at most 3"));
    CHECK_THAT(pixels({2, 2, 1, 16, 24}), ContainsSubstring("1 channels, not 3"));
    CHECK_THAT(pixels({2, 2, 3, 24, 16}), ContainsSubstring("24*16"));
    CHECK_THAT(audio({1, 1, 640, 16}), ContainsSubstring("has 1 samples"));
    CHECK_THAT(audio({2, 1, 15, 16}), ContainsSubstring("one patch"));
    CHECK_THAT(audio({2, 1, 656, 16}), ContainsSubstring("at most 640"));
    CHECK_THAT(audio({2, 1, 640, 8}), ContainsSubstring("8 mel bands"));
    CHECK_THAT(audio({2, 1, 50, 16}), ContainsSubstring("no whole number of patches"));
    CHECK_THAT(refused([](auto& in) { in.inputs.pixel_mask = torch::ones({2, 11}); }), ContainsSubstring("(2, 11)"));
    CHECK_THAT(refused([](auto& in) { in.inputs.pixel_values = in.inputs.pixel_values.to(torch::kUInt8); }),
               ContainsSubstring("Byte") && ContainsSubstring("Float"));
    CHECK_THAT(refused([](auto& in) { in.inputs.audio_values = in.inputs.audio_values.to(torch::kFloat64); }),
               ContainsSubstring("Double"));
    CHECK_THAT(refused([](auto& in) {
                   in.inputs.pixel_order = TokenOrder{torch::zeros({2, 12}, torch::kInt64), 3};
               }),
               ContainsSubstring("permutation"));
    CHECK_THAT(refused([](auto& in) { in.inputs = {}; }), ContainsSubstring("neither"));
}

TEST_CASE("labels of a classifier are checked") {
    const torch::InferenceMode inference;
    auto config = smallConfig();
    config.id2label = {"a", "b", "c"};
    const auto model = seeded<TvltForAudioVisualClassification>(config);
    const auto loss = [&](const Tensor& labels) { return model->forward(someInputs(), labels).loss.item<double>(); };
    CHECK(loss(torch::tensor({{2}, {0}})) == Approx(loss(torch::tensor({2, 0}))));
    CHECK(loss(torch::tensor({2, 0}, torch::kInt32)) == Approx(loss(torch::tensor({2, 0}))));
    CHECK_THAT(errorOf([&] { (void)loss(torch::tensor({3, 0})); }), ContainsSubstring("hold 3"));
    CHECK_THAT(errorOf([&] { (void)loss(torch::tensor({-1, 0})); }), ContainsSubstring("hold -1"));
    CHECK_THAT(errorOf([&] { (void)loss(torch::tensor({1.0, 0.0})); }), ContainsSubstring("Float (2)"));

    config.loss_type = LossType::Regression;
    const auto regression = seeded<TvltForAudioVisualClassification>(config);
    CHECK_THAT(errorOf([&] { (void)regression->forward(someInputs(), torch::zeros({3})); }),
               ContainsSubstring("(3)") && ContainsSubstring("(2, 3)"));
}

TEST_CASE("dropout acts in training only") {
    const torch::InferenceMode inference;
    auto config = smallConfig();
    config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.3;
    auto model = seeded<TvltModel>(config);
    const auto in = someInputs();
    const auto pass = [&] { return model->forward(in).last_hidden_state; };
    CHECK(distance(pass(), pass()) == 0.0);
    model->train();
    CHECK(distance(pass(), pass()) > 0.0);
}

TEST_CASE("the first pass of a thread is equal to the next, in every digit") {
    const auto model = seeded<TvltModel>(smallConfig());
    const auto in = someInputs();
    std::jthread([&] {
        const torch::InferenceMode inference;
        const auto pass = [&] { return model->forward(in).last_hidden_state; };
        CHECK(distance(pass(), pass()) == 0.0);
    });
}

TEST_CASE("a state dict that does not fit is reported key by key") {
    TvltModel model(smallConfig());
    auto tensors = stateDict(*model);
    REQUIRE(loadStateDict(*model, tensors).clean());
    tensors.erase("cls_embedding");
    tensors["extra"] = torch::zeros({1});
    tensors["layernorm.weight"] = torch::zeros({25});
    const auto report = loadStateDict(*model, tensors);
    CHECK(report.missing == std::vector<std::string>{"cls_embedding"});
    CHECK(report.unexpected == std::vector<std::string>{"extra"});
    REQUIRE(report.wrongShape.size() == 1);
    CHECK(report.wrongShape[0].key == "layernorm.weight");
    CHECK(report.wrongShape[0].expected == std::vector<std::int64_t>{24});
    CHECK(report.wrongShape[0].found == std::vector<std::int64_t>{25});
}

TEST_CASE("a base model has the reference's number of tensors and parameters") {
    auto config = TvltConfig{};
    config.num_hidden_layers = 1; // each further one adds 16 tensors and 7,087,872 values
    config.decoder_num_hidden_layers = 1;
    std::int64_t values = 0;
    TvltForPreTraining model(config);
    for (const auto& p : model->parameters())
        values += p.numel();
    CHECK(model->parameters().size() + 11 * 16 + 7 * 16 == 353);
    CHECK(values + 11 * 7'087'872 + 7 * 3'152'384 == 113'014'017);
}
