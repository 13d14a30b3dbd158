#include "core/model/initialise.h"
#include "core/model/state_dict.h"
#include "core/model/tvlt_for_classification.h"
#include "core/model/tvlt_for_pretraining.h"
#include "tests/support/catch.h"

#include <torch/torch.h>

using namespace tvlt;

namespace {

TvltConfig someConfig() {
    TvltConfig c;
    c.image_size = {24, 32};
    c.image_patch_size = {8, 8};
    c.num_frames = 4;
    c.audio_patch_size = {16, 16};
    c.spectrogram_length = 16 * 34;
    c.frequency_length = 64;
    c.hidden_size = 48;
    c.num_hidden_layers = 2;
    c.num_attention_heads = 3;
    c.intermediate_size = 96;
    c.decoder_hidden_size = 32;
    c.decoder_num_hidden_layers = 1;
    c.decoder_num_attention_heads = 2;
    c.decoder_intermediate_size = 64;
    return c;
}

template <class Holder = TvltForPreTraining> StateDict weights(std::uint64_t seed) {
    Holder model(someConfig());
    initialiseSinusoidal(*model, someConfig(), seed);
    return stateDict(*model);
}

double rms(const torch::Tensor& x) {
    return x.pow(2).mean().sqrt().item<double>();
}

bool isNorm(const std::string& name) {
    return name.find("layernorm") != name.npos || name == "classifier.1.weight";
}

} // namespace

TEST_CASE("the same seed gives the same weights whatever LibTorch's own generator does, another seed others") {
    torch::manual_seed(1);
    const auto first = weights(7);
    torch::manual_seed(2);
    const auto expected = torch::rand({1});
    TvltForPreTraining model(someConfig());
    torch::manual_seed(2);
    initialiseSinusoidal(*model, someConfig(), 7);
    CHECK(torch::equal(torch::rand({1}), expected));
    const auto second = stateDict(*model);
    for (const auto& [name, tensor] : first) {
        INFO(name);
        CHECK(torch::equal(tensor, second.at(name)));
    }
    const auto* drawn = "tvlt.encoder.layer.0.intermediate.dense.weight";
    CHECK_FALSE(torch::equal(first.at(drawn), weights(8).at(drawn)));
}

TEST_CASE("norms start as 1, biases as 0 and no other parameter is left at 0") {
    auto all = weights(3);
    all.merge(weights<TvltForAudioVisualClassification>(3));
    for (const auto& [name, tensor] : all) {
        INFO(name);
        if (name.ends_with("bias"))
            CHECK(tensor.count_nonzero().item<std::int64_t>() == 0);
        else if (isNorm(name))
            CHECK(tensor.eq(1).all().item<bool>());
        else
            CHECK(rms(tensor) > 0.01);
    }
}

TEST_CASE("Xavier's bounds hold, for a patch projection as a matrix") {
    const auto all = weights(5);
    const auto check = [&](const std::string& name, double in, double out) {
        INFO(name);
        const auto& weight = all.at(name);
        const double bound = std::sqrt(6.0 / (in + out));
        CHECK(weight.abs().max().item<double>() <= bound);
        CHECK(weight.abs().max().item<double>() > 0.95 * bound);
        CHECK(rms(weight) == Approx(bound / std::sqrt(3.0)).epsilon(0.1));
    };
    check("tvlt.pixel_embeddings.patch_embeddings.projection.weight", 8 * 8 * 3, 48);
    check("tvlt.audio_embeddings.patch_embeddings.projection.weight", 16 * 16, 48);
    check("tvlt.encoder.layer.1.output.dense.weight", 96, 48);
    check("encoder_to_decoder.weight", 48, 32);
}

TEST_CASE("a frame and the sound of the same moment have the same vector, in the encoder and the decoder") {
    const auto all = weights(5);
    for (const auto& [frames, steps] :
         {std::pair{"tvlt.pixel_embeddings.temporal_embed", "tvlt.audio_embeddings.pos_embed_a"},
          std::pair{"decoder_temporal_embed", "decoder_audio_pos_embed"}}) {
        INFO(frames);
        // 34 time steps over 4 frames: a frame every 8.5 steps, so that frames 1 and 3 are at the centre of a step.
        const auto distance = torch::cdist(all.at(frames).squeeze(0), all.at(steps).squeeze(0));
        CHECK(distance[1][8].item<double>() < 1e-3);
        CHECK(distance[3][25].item<double>() < 1e-3);
        CHECK(distance[0].argmin().item<std::int64_t>() == 0);
        const auto nearest = distance[2].argmin().item<std::int64_t>();
        CHECK((nearest == 16 || nearest == 17));
        CHECK(distance.gt(0.5).sum().item<std::int64_t>() > 120); // and all other moments another
    }
}

TEST_CASE("every place has a vector of its own, neighbours the nearest ones") {
    const auto all = weights(5);
    const auto place = all.at("tvlt.pixel_embeddings.pos_embed_v").squeeze(0); // 3 rows of 4 patches
    const auto distance = torch::cdist(place, place) + 1e3 * torch::eye(12);
    CHECK(distance.min().item<double>() > 0.1);
    for (std::int64_t i = 0; i < 12; ++i) {
        const auto nearest = distance[i].argmin().item<std::int64_t>();
        CHECK(std::abs(nearest / 4 - i / 4) + std::abs(nearest % 4 - i % 4) == 1);
    }
    const auto bands = all.at("tvlt.audio_embeddings.freq_embed").squeeze(0);
    CHECK((torch::cdist(bands, bands) + 1e3 * torch::eye(4)).min().item<double>() > 0.1);
}

TEST_CASE("positions are as large as what MAE adds, together") {
    const auto all = weights(5);
    for (const char* name : {"pos_embed_v", "temporal_embed"})
        CHECK(rms(all.at(std::string("tvlt.pixel_embeddings.") + name)) == Approx(0.5).epsilon(1e-6));
    CHECK(rms(all.at("tvlt.cls_embedding")) == Approx(0.02).epsilon(0.3));
}

TEST_CASE("a token first attends most to itself, then to its neighbours") {
    const auto all = weights(5);
    for (const auto& [name, tensor] : all)
        if (const auto at = name.find("attention.query.weight"); at != name.npos)
            CHECK(torch::equal(tensor, all.at(name.substr(0, at) + "attention.key.weight")));
    const auto place = all.at("tvlt.pixel_embeddings.pos_embed_v").squeeze(0); // 3 rows of 4 patches
    const auto projected = torch::matmul(place, all.at("tvlt.encoder.layer.0.attention.attention.query.weight").t());
    const auto scores = torch::matmul(projected, projected.t());
    CHECK(torch::equal(scores.argmax(1), torch::arange(12)));
    const auto corner = scores[0];
    CHECK(corner[1].item<double>() > corner[3].item<double>());
    CHECK(corner[4].item<double>() > corner[11].item<double>());
}
