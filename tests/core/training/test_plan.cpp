#include "core/base/error.h"
#include "core/training/batch.h"
#include "core/training/batch_masks.h"
#include "core/training/optimizer.h"
#include "core/training/schedule.h"
#include "core/training/shuffle.h"
#include "tests/core/training/small_run.h"
#include "tests/support/catch.h"

#include <torch/torch.h>

#include <numeric>
#include <set>

using namespace tvlt;

TEST_CASE("a shuffle is a permutation, another one for another key") {
    for (const std::int64_t n : {1, 2, 3, 7, 64, 1000}) {
        const Shuffle shuffle(n, 5);
        const Shuffle other(n, 6);
        std::set<std::int64_t> seen;
        bool differs = false;
        for (std::int64_t i = 0; i < n; ++i) {
            seen.insert(shuffle(i));
            differs = differs || shuffle(i) != other(i);
        }
        CHECK(static_cast<std::int64_t>(seen.size()) == n);
        CHECK(*seen.begin() == 0);
        CHECK(*seen.rbegin() == n - 1);
        CHECK((differs || n < 64));
    }
}

TEST_CASE("every clip comes once an epoch, in another order each time") {
    const TrainOptions options = tinyOptions();
    const ExamplePlan plan(options, 50);
    std::vector<std::int64_t> epochs[2];
    for (std::int64_t i = 0; i < 100; ++i) {
        epochs[i / 50].push_back(plan.request(i).index);
        CHECK(plan.request(i).draw == static_cast<std::uint64_t>(i / 50));
    }
    CHECK(epochs[0] != epochs[1]);
    for (auto& epoch : epochs)
        CHECK(std::set<std::int64_t>(epoch.begin(), epoch.end()).size() == 50);
}

TEST_CASE("pairs have the shares that were asked for, and shifts lie in their range") {
    TrainOptions options;
    options.batch = 8;
    options.matching.shiftedShare = 0.25;
    options.matching.batchShare = 0.5;
    const ExamplePlan plan(options, 1000);
    std::map<Pairing, int> counts;
    constexpr int kCount = 16000;
    for (std::int64_t i = 0; i < kCount; ++i) {
        const Pairing pairing = plan.pairing(i);
        ++counts[pairing];
        CHECK((pairing == Pairing::Unmatched) == (i % 8 >= 4));
        const double shift = std::abs(plan.request(i).shift);
        if (pairing == Pairing::Shifted)
            CHECK((shift >= 0.5 && shift <= 1.5));
        else
            CHECK(shift == 0.0);
    }
    CHECK(counts[Pairing::True] / (kCount / 2.0) == Approx(0.5).margin(0.03));
    CHECK(counts[Pairing::Shifted] / (kCount / 4.0) == Approx(0.25).margin(0.03));
}

TEST_CASE("the learning rate climbs evenly, then falls along a cosine to its last value") {
    OptimizerOptions options;
    options.learningRate = 2.0;
    options.lastLearningRate = 0.1;
    options.warmup = 10;
    CHECK(learningRateAt(0, 110, options) == Approx(0.2));
    CHECK(learningRateAt(9, 110, options) == Approx(2.0));
    CHECK(learningRateAt(10, 110, options) == Approx(2.0));
    CHECK(learningRateAt(60, 110, options) == Approx(2.0 * 0.55));
    CHECK(learningRateAt(110, 110, options) == Approx(0.2));
    for (std::int64_t step = 11; step < 110; ++step)
        CHECK(learningRateAt(step, 110, options) < learningRateAt(step - 1, 110, options));
    options.warmup = 200; // longer than the run
    CHECK(learningRateAt(109, 110, options) == Approx(1.1));
}

TEST_CASE("masks keep the same number of tokens for every clip and depend on the clip alone") {
    const TvltConfig config = tinyConfig();
    const auto masks = [&](std::vector<std::int64_t> examples, const BatchRatios& ratios) {
        return makeBatchMasks(config, ratios, "frame-level", 3, examples, 2, 4);
    };
    const BatchMasks some = masks({4, 9, 11}, {0.75, 0.5, false});
    CHECK(some.pixel.keep == 2); // of 2 frames × 4 patches
    CHECK(some.audio.keep == 4); // of 4 steps × 2 bands
    const BatchMasks alone = masks({9}, {0.75, 0.5, false});
    CHECK(torch::equal(some.pixel.order[1], alone.pixel.order[0]));
    CHECK_FALSE(torch::equal(some.pixel.order[0], some.pixel.order[1]));
}

TEST_CASE("whole frames are hidden, or shown, with all of their patches") {
    TvltConfig config = tinyConfig();
    config.num_frames = 4;
    const BatchMasks masks = makeBatchMasks(config, {0.5, 0.0, true}, "frame-level", 3, {1, 2, 3}, 4, 4);
    CHECK(masks.pixel.keep == 2 * 4);
    const torch::Tensor hidden = masks.pixel.order.argsort(std::int64_t{1}).ge(masks.pixel.keep).reshape({3, 4, 4});
    CHECK(torch::equal(hidden.all(2), hidden.any(2)));
    CHECK(torch::equal(hidden.all(2).sum(1), torch::full({3}, 2, torch::kInt64)));
}

TEST_CASE("mask patterns take their share of the batches and ratios in their range") {
    TrainOptions options;
    options.masking.patterns = {maskPatternFromText("0.25,0.85:0.95,0"), maskPatternFromText("0.25,frames:0.5,0.2")};
    int varied = 0, frames = 0;
    for (std::int64_t i = 0; i < 4000; ++i) {
        const BatchRatios ratios = batchRatios(options, i);
        frames += ratios.wholeFrames ? 1 : 0;
        if (ratios.wholeFrames) {
            CHECK(ratios.audio == 0.2);
        } else if (ratios.audio == 0.0) {
            ++varied;
            CHECK((ratios.pixel >= 0.85 && ratios.pixel <= 0.95));
        } else {
            CHECK(ratios.pixel == 0.75);
        }
    }
    CHECK(varied / 4000.0 == Approx(0.25).margin(0.03));
    CHECK(frames / 4000.0 == Approx(0.25).margin(0.03));
    for (const char* wrong : {"", "0.1,0.5", "2,0.5,0.5", "0.1,0.9:0.1,0", "0.1,x,0", "0.1,0.5,frames:0.5"})
        CHECK_THROWS_WITH(maskPatternFromText(wrong), ContainsSubstring("no pattern"));
    CHECK(maskPatternText(maskPatternFromText("0.2,frames:0.5,0.1:0.3")) == "0.2,frames:0.5,0.1:0.3");
}

TEST_CASE("weight decay pulls at matrices alone") {
    CHECK(isDecayed("tvlt.encoder.layer.0.attention.attention.query.weight", 2));
    CHECK(isDecayed("tvlt.pixel_embeddings.patch_embeddings.projection.weight", 4));
    CHECK_FALSE(isDecayed("tvlt.encoder.layer.0.layernorm_before.weight", 1));
    CHECK_FALSE(isDecayed("tvlt.encoder.layer.0.output.dense.bias", 1));
    CHECK_FALSE(isDecayed("tvlt.pixel_embeddings.pos_embed_v", 3));
    CHECK_FALSE(isDecayed("tvlt.pixel_embeddings.cls_embedding", 3));

    // Without a gradient's pull only what decays gets shorter.
    torch::nn::Linear linear(2, 2);
    torch::NoGradGuard guard;
    linear->weight.fill_(1.0);
    linear->bias.fill_(1.0);
    OptimizerOptions options;
    options.weightDecay = 0.5;
    Optimizer optimizer(*linear, options);
    for (auto& p : linear->parameters())
        p.mutable_grad() = torch::zeros_like(p);
    optimizer.step(0.1);
    CHECK(torch::allclose(linear->weight, torch::full({2, 2}, 0.95)));
    CHECK(torch::equal(linear->bias, torch::ones({2})));
}

TEST_CASE("a parameter that is learnt in units takes the steps of the one that is divided by them") {
    const auto trained = [](float unit) {
        torch::nn::Linear layer(2, 1);
        const torch::NoGradGuard noGrad;
        layer->weight.fill_(0.5F * unit);
        layer->bias.fill_(0.25F * unit);
        OptimizerOptions options;
        options.clipNorm = 0.1;
        Optimizer optimizer(*layer, options);
        optimizer.setUnits("weight", torch::tensor({unit}).unsqueeze(1));
        optimizer.setUnits("bias", torch::tensor({unit}));
        for (int step = 0; step < 3; ++step) {
            optimizer.zeroGradients();
            {
                const torch::AutoGradMode grad(true);
                (layer->forward(torch::tensor({{1.0F, 2.0F}})) / unit - 3.0).square().sum().backward();
            }
            CHECK(optimizer.clipGradients() > 1.0);
            optimizer.step(0.1);
        }
        return torch::cat({layer->weight.flatten(), layer->bias}) / unit;
    };
    CHECK(torch::equal(trained(1.0F), trained(64.0F))); // a power of two: not even rounding differs
}

TEST_CASE("gradients are scaled down to the norm that is allowed, and never up") {
    torch::nn::Linear linear(3, 1);
    OptimizerOptions options;
    options.clipNorm = 1.0;
    Optimizer optimizer(*linear, options);
    linear->weight.mutable_grad() = torch::full({1, 3}, 2.0);
    linear->bias.mutable_grad() = torch::full({1}, 2.0);
    CHECK(optimizer.clipGradients() == Approx(4.0));
    CHECK(optimizer.clipGradients() == Approx(1.0).epsilon(1e-4));
    linear->bias.mutable_grad().fill_(std::numeric_limits<float>::quiet_NaN());
    CHECK(std::isnan(optimizer.clipGradients()));
}

TEST_CASE("a batch masks padding of sound, with a mask of ones for the picture") {
    const EasySource source(4, TrainTask::PreTraining);
    const TvltConfig config = tinyConfig();
    const auto batchOf = [&](std::vector<std::int64_t> indices, const std::vector<Pairing>& pairings) {
        std::vector<Example> examples;
        for (const auto index : indices)
            examples.push_back(source.example({index, 0, 0.0}));
        return makeBatch(examples, pairings, indices, config, false);
    };
    const Batch full = batchOf({1, 2}, {Pairing::True, Pairing::Unmatched});
    CHECK_FALSE(full.audioMask.defined());
    CHECK_FALSE(full.pixelMask.defined());
    CHECK(full.paired.size(0) == 1);

    const Batch padded = batchOf({0, 1}, {Pairing::Swapped, Pairing::True}); // clip 0: 20 of 32 rows
    REQUIRE(padded.audioMask.defined());
    CHECK(padded.audioMask[0].sum().item<float>() == 6.0F); // 3 of 4 time steps × 2 bands
    CHECK(padded.audioMask[1].sum().item<float>() == 8.0F);
    CHECK(torch::equal(padded.pixelMask, torch::ones({2, 8})));
    CHECK(torch::equal(padded.pairedPixels[0], padded.pixelValues[1]));
    CHECK(torch::equal(padded.pairedPixels[1], padded.pixelValues[1]));
    CHECK(torch::equal(padded.paired, torch::tensor({0.0F, 1.0F})));

    const Batch lone = batchOf({1}, {Pairing::Swapped});
    CHECK(lone.paired.item<float>() == 1.0F); // its own picture belongs to it
    CHECK(firstOf(padded, 1).numbers == std::vector<std::int64_t>{0});
}

TEST_CASE("options that make no sense are refused by name") {
    const auto refused = [](const std::function<void(TrainOptions&)>& change) {
        TrainOptions options;
        change(options);
        try {
            validate(options);
        } catch (const Exception& e) {
            return e.error().message();
        }
        return std::string("fine");
    };
    CHECK(refused([](auto&) {}) == "fine");
    CHECK_THAT(refused([](auto& o) { o.steps = 0; }), Catch::Matchers::Equals("--steps must be at least 1, not 0"));
    CHECK_THAT(refused([](auto& o) { o.masking.pixelRatio = 1.5; }),
               ContainsSubstring("--pixel-ratio must be from 0 to 1, not 1.5"));
    CHECK_THAT(refused([](auto& o) { o.optimizer.learningRate = -1; }), ContainsSubstring("--learning-rate"));
    CHECK_THAT(refused([](auto& o) { o.weights = {0, 0, 0}; }), ContainsSubstring("nothing is left to learn"));
    CHECK_THAT(refused([](auto& o) { o.batch = 1; }), ContainsSubstring("no other clip's picture"));
    CHECK_THAT(refused([](auto& o) { o.freezeEncoder = true; }), ContainsSubstring("--freeze-encoder"));
    CHECK_THAT(refused([](auto& o) {
                   o.masking.patterns = {maskPatternFromText("0.6,0.5,0.5"), maskPatternFromText("0.6,0.5,0.5")};
               }),
               ContainsSubstring("more than 1"));
}
