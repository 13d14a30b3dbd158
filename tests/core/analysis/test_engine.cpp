#include "core/analysis/engine.h"
#include "core/analysis/predictions.h"
#include "core/base/error.h"
#include "core/checkpoint/modules.h"
#include "core/media/probe.h"
#include "tests/core/analysis/support/small_clip.h"
#include "tests/core/analysis/support/tiny_checkpoint.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <torch/utils.h>

#include <algorithm>
#include <cmath>
#include <latch>
#include <map>
#include <mutex>
#include <utility>

using namespace tvlt;

namespace {

struct Bench {
    TempFolder folder;
    SmallClip clip = makeSmallClip(folder.path());

    [[nodiscard]] Request request(TinyKind kind = TinyKind::PreTraining,
                                  ModelMode mode = ModelMode::HuggingFace) const {
        Request request;
        request.clip = clip.info;
        request.checkpoint = tinyCheckpoint(kind, mode);
        return request;
    }
};

TokenOrder orderOf(const TokenMask& mask) {
    return {torch::tensor(mask.order).unsqueeze(0), mask.keep};
}

/// The same pass through the model itself.
TvltForPreTrainingOutput plainPass(const Checkpoint& checkpoint, const Analysis& analysis) {
    const torch::NoGradGuard frozen;
    const ClipFeatures& f = *analysis.features;
    PreTrainingInputs inputs;
    inputs.match = false;
    inputs.inputs.pixel_values = torch::tensor(f.pixels->values).view({1, f.pixels->frames, 3, 32, 32});
    inputs.inputs.audio_values = torch::tensor(f.audio->values).view({1, 1, f.audio->rows, f.audio->mels});
    inputs.inputs.pixel_order = orderOf(analysis.mask.pixel);
    inputs.inputs.audio_order = orderOf(analysis.mask.audio);
    return checkpoint.modules->pretraining->forward(inputs);
}

} // namespace

TEST_CASE("an analysis has the model's own losses and logits, and its masked mse is the loss") {
    for (const ModelMode mode : {ModelMode::HuggingFace, ModelMode::Original}) {
        const Bench bench;
        Request request = bench.request(TinyKind::PreTraining, mode);
        request.recipe = Recipe::Hf;
        request.mask.seed = 3;
        const auto a = runRequest(request).value();
        const auto expected = plainPass(*request.checkpoint, *a);
        CHECK(a->pixel->loss == Approx(expected.pixel_mae_loss.item<double>()).epsilon(1e-6));
        CHECK(a->audio->loss == Approx(expected.audio_mae_loss.item<double>()).epsilon(1e-6));
        CHECK(*a->pixel->metrics.masked.mse == Approx(a->pixel->loss).epsilon(1e-5));
        CHECK(*a->audio->metrics.masked.mse == Approx(a->audio->loss).epsilon(1e-5));
        const auto near = [](const std::vector<float>& said, const torch::Tensor& logits) {
            return torch::allclose(torch::tensor(said).view_as(logits), logits, 1e-4, 1e-5);
        };
        CHECK(near(a->pixel->logits, expected.pixel_logits));
        CHECK(near(a->audio->logits, expected.audio_logits));
    }
}

TEST_CASE("pictures follow from the logits as the model's own unpatchify puts them") {
    const Bench bench;
    const Request request = bench.request();
    const auto a = runRequest(request).value();
    const auto& c = request.checkpoint->config;
    const auto frames = unpatchifyPixels(torch::tensor(a->pixel->logits).view({1, 64, 192}), c);
    const auto rows = unpatchifyAudio(torch::tensor(a->audio->logits).view({1, 64, 256}), c);
    const float said = frames[0][2][1][9][30].item<float>();
    const float real = a->features->pixels->values[((2 * 3 + 1) * 32 + 9) * 32 + 30];
    CHECK(a->reconstructedFrames[2].pixel(30, 9)[1] ==
          std::lround(std::clamp(said * 0.5F + 0.5F, 0.0F, 1.0F) * 255.0F));
    CHECK(a->reconstructedSpectrogram.at(77, 13) == Approx(valueToDb(rows[0][0][77][13].item<float>())));
    float square = 0.0F;
    for (int channel = 0; channel < 3; ++channel) {
        const float difference =
            frames[0][2][channel][9][30].item<float>() -
            a->features->pixels->values[static_cast<std::size_t>(((2 * 3 + channel) * 32 + 9) * 32 + 30)];
        square += difference * difference / 3.0F;
    }
    CHECK(a->frameError[2].at(9, 30) == Approx(square));
    CHECK(std::abs(real) <= 1.0F);
}

TEST_CASE("pasted pictures show the input where it was visible and the model elsewhere") {
    const Bench bench;
    const auto a = runRequest(bench.request()).value();
    for (int token = 0; token < 64; ++token) {
        const PixelPlace place = a->features->layout.pixelPlace(token);
        const int x = place.col * 8 + 3;
        const int y = place.row * 8 + 5;
        const auto frame = static_cast<std::size_t>(place.frame);
        const bool hidden = a->mask.pixel.hidden[static_cast<std::size_t>(token)] != 0;
        const Image& source = hidden ? a->reconstructedFrames[frame] : a->features->frames[frame];
        CHECK(std::equal(source.pixel(x, y), source.pixel(x, y) + 3, a->pastedFrames[frame].pixel(x, y)));
    }
    CHECK(std::count(a->mask.pixel.hidden.begin(), a->mask.pixel.hidden.end(), 1) == 48);
}

TEST_CASE("equal requests give equal results, another seed another mask") {
    const Bench bench;
    Request request = bench.request();
    const auto a = runRequest(request).value();
    const auto b = runRequest(request).value();
    CHECK(a->pixel->logits == b->pixel->logits);
    CHECK(a->audio->logits == b->audio->logits);
    CHECK(a->matchingLogit == b->matchingLogit);
    request.mask.seed = 1234;
    const auto c = runRequest(request).value();
    CHECK(c->mask.pixel.order != a->mask.pixel.order);
    CHECK(c->matchingLogit == a->matchingLogit); // heads see the whole clip
}

TEST_CASE("ratios of 0 and 1 work: nothing scored is no loss") {
    const Bench bench;
    Request request = bench.request();
    request.mask.pixelRatio = request.mask.audioRatio = 0.0;
    const auto open = runRequest(request).value();
    CHECK(open->pixel->loss == 0.0);
    CHECK_FALSE(open->pixel->metrics.masked.mse);
    CHECK(open->pastedFrames[0].rgb == open->features->frames[0].rgb);
    request.mask.pixelRatio = 1.0;
    const auto closed = runRequest(request).value();
    CHECK_FALSE(closed->pixel->metrics.visible.mse);
    CHECK(closed->pastedFrames[0].rgb == closed->reconstructedFrames[0].rgb);
}

TEST_CASE("padding and invisible patches are never scored") {
    const Bench bench;
    Image half = drawnFrame(0, 32, 32);
    std::fill(half.rgb.begin(), half.rgb.begin() + half.rgb.size() / 2, std::uint8_t{0});
    writePpm(bench.clip.images[0], half);
    Request request = bench.request(TinyKind::PreTraining, ModelMode::Original);
    request.recipe = Recipe::Hf;
    request.clip = probe({{bench.clip.images[0]}, bench.clip.sound, 1.0});
    const auto a = runRequest(request).value();
    const ErrorStats& masked = a->pixel->metrics.masked;
    CHECK(masked.patches + a->pixel->metrics.visible.patches == 8);
    CHECK(*masked.mse == Approx(a->pixel->loss).epsilon(1e-5));
}

TEST_CASE("classes compete by softmax, the authors' emotions stand alone, a regression is numbers") {
    const Bench bench;
    const auto probabilities = [](const Analysis& a) {
        double sum = 0.0;
        for (const ClassScore& score : a.classes)
            sum += score.probability;
        return sum;
    };
    const auto classified = runRequest(bench.request(TinyKind::Classification)).value();
    REQUIRE(classified->classes.size() == 6);
    CHECK(probabilities(*classified) == Approx(1.0));
    CHECK_FALSE(classified->pixel);
    CHECK_FALSE(classified->matchingLogit);
    CHECK(classified->notes.size() == 1); // nothing to reconstruct with
    const auto emotions = runRequest(bench.request(TinyKind::Classification, ModelMode::Original)).value();
    for (const ClassScore& score : emotions->classes)
        CHECK(score.probability == Approx(1.0 / (1.0 + std::exp(-score.logit))));
    const auto sentiment = runRequest(bench.request(TinyKind::Regression)).value();
    REQUIRE(sentiment->regression.size() == 1);
    CHECK(sentiment->regression[0].name == "sentiment");
    TvltConfig two = tinyConfig(TinyKind::Regression);
    two.id2label = {"mood", "tempo"};
    Request request = bench.request(TinyKind::Regression);
    request.checkpoint = tinyCheckpoint(two, TinyKind::Regression);
    const auto columns = runRequest(request).value();
    REQUIRE(columns->regression.size() == 2);
    CHECK(columns->regression[1].name == "tempo");
    CHECK(columns->classes.empty());
    CHECK(sentiment->classes.empty());
}

TEST_CASE("a matching score of a scrap of a segment comes with a doubt, a whole one's without") {
    const Bench bench;
    Request request = bench.request();
    CHECK(runRequest(request).value()->matchingNote.empty());
    request.segment = Segment{0.0, 0.3};
    const auto scrap = runRequest(request).value();
    REQUIRE(scrap->matchingLogit);
    CHECK_THAT(scrap->matchingNote,
               ContainsSubstring("so short a segment: 0.3 s of sound, where the model takes 2.6 s"));
    CHECK(std::count(scrap->notes.begin(), scrap->notes.end(), scrap->matchingNote) == 1);
}

TEST_CASE("with picture or sound missing the model paints what is there") {
    const Bench bench;
    for (const ModelMode mode : {ModelMode::HuggingFace, ModelMode::Original}) {
        Request request = bench.request(TinyKind::PreTraining, mode);
        request.clip = probe({bench.clip.images, {}, 1.0});
        const auto silent = runRequest(request).value();
        CHECK(silent->pixel);
        CHECK_FALSE(silent->audio);
        CHECK_FALSE(silent->matchingLogit);
        request.clip = probe({{bench.clip.sound}, {}, 1.0});
        const auto blind = runRequest(request).value();
        CHECK(blind->audio);
        CHECK_FALSE(blind->pixel);
        CHECK(blind->reconstructedFrames.empty());
    }
}

TEST_CASE("a model whose weights are not numbers is an error, never a picture") {
    const Bench bench;
    const Request request = bench.request();
    spoilWeights(*request.checkpoint);
    const auto result = runRequest(request);
    REQUIRE_FALSE(result.ok());
    CHECK(result.error().kind == Error::Kind::BadInput);
    CHECK_THAT(result.error().message(), ContainsSubstring("not finite"));
    CHECK_FALSE(result.error().remedy.empty());
}

TEST_CASE("a pass says which block it is at and stops at the next one") {
    const Bench bench;
    const Request request = bench.request();
    const auto features = makeFeatures(request);
    std::vector<std::string> stages;
    double last = 0.0;
    const auto whole = analyse(request, features, {{}, [&](double fraction, std::string_view stage) {
                                                       CHECK(fraction >= last);
                                                       last = fraction;
                                                       stages.emplace_back(stage);
                                                   }});
    CHECK(last == 1.0);
    CHECK(whole->matchingLogit);
    CHECK(std::count(stages.begin(), stages.end(), "encoder 2/3") == 2); // masked pass and matching pass
    CHECK(std::count(stages.begin(), stages.end(), "decoder 1/2") == 2); // picture and sound

    std::stop_source source;
    int blocks = 0;
    const auto result = guard([&] {
        return analyse(request, features, {source.get_token(), [&](double, std::string_view stage) {
                                               if (stage.starts_with("encoder") && ++blocks == 2)
                                                   source.request_stop();
                                           }});
    });
    CHECK(result.error().kind == Error::Kind::Cancelled);
    CHECK(blocks == 2);
}

TEST_CASE("the engine answers every request once, newest last, and keeps the clip's features") {
    const Bench bench;
    std::mutex mutex;
    std::map<std::uint64_t, Result<std::shared_ptr<const Analysis>>> finished;
    std::vector<std::shared_ptr<const ClipFeatures>> features;
    std::uint64_t newest = 0;
    {
        std::latch done(6);
        Engine engine({[&](std::uint64_t, std::shared_ptr<const ClipFeatures> f) {
                           const std::lock_guard lock(mutex);
                           features.push_back(std::move(f));
                       },
                       [&](std::uint64_t id, Result<std::shared_ptr<const Analysis>> result) {
                           const std::lock_guard lock(mutex);
                           finished.emplace(id, std::move(result));
                           done.count_down();
                       },
                       {}});
        Request request = bench.request();
        for (std::uint64_t seed = 0; seed < 6; ++seed) {
            request.mask.seed = seed;
            newest = engine.submit(request);
        }
        done.wait();
    }
    REQUIRE(finished.size() == 6);
    const auto& last = finished.at(newest);
    REQUIRE(last.ok());
    CHECK(last.value()->requestId == newest);
    CHECK(last.value()->maskSettings.seed == 5);
    for (const auto& [id, result] : finished)
        if (!result.ok())
            CHECK(result.error().kind == Error::Kind::Cancelled);
    for (const auto& f : features)
        CHECK(f == features.front());
}

TEST_CASE("a companion classifier says the classes of what the checkpoint paints") {
    const Bench bench;
    Request request = bench.request();
    request.classifier = tinyCheckpoint(TinyKind::Classification);
    const auto both = runRequest(request).value();
    REQUIRE(both->classifier);
    CHECK(both->pixel);
    CHECK(both->matchingLogit);
    Request alone = request;
    alone.checkpoint = std::exchange(alone.classifier, nullptr);
    const auto classified = runRequest(alone).value();
    REQUIRE(both->classes.size() == classified->classes.size());
    for (std::size_t i = 0; i < both->classes.size(); ++i)
        CHECK(both->classes[i].logit == Approx(classified->classes[i].logit));
    CHECK_FALSE(classified->classifier);
}

TEST_CASE("a classifier of other inputs is not asked, and a note says why") {
    const Bench bench;
    Request request = bench.request();
    TvltConfig fewer = tinyConfig(TinyKind::Classification);
    fewer.num_frames = 2;
    const auto headless = tinyCheckpoint();
    for (const auto& [classifier, why] : {std::pair{tinyCheckpoint(fewer, TinyKind::Classification), "2 frames"},
                                          std::pair{headless, "no classification head"}}) {
        request.classifier = classifier;
        const auto analysis = runRequest(request).value();
        CHECK_FALSE(analysis->classifier);
        CHECK(analysis->classes.empty());
        CHECK(analysis->pixel);
        REQUIRE(analysis->notes.size() == 1);
        CHECK_THAT(analysis->notes.front(), ContainsSubstring(why));
    }
}

TEST_CASE("another mask does not ask the heads again, another classifier does") {
    const Bench bench;
    Request request = bench.request();
    const auto features = makeFeatures(request);
    std::shared_ptr<const Predictions> said;
    const auto first = analyse(request, features, {}, &said);
    const auto before = said;
    request.mask.seed += 1;
    const auto second = analyse(request, features, {}, &said);
    CHECK(said == before);
    CHECK(second->matchingLogit == first->matchingLogit);
    request.classifier = tinyCheckpoint(TinyKind::Classification);
    CHECK(analyse(request, features, {}, &said)->classes.size() == 6);
    CHECK(said != before);
}
