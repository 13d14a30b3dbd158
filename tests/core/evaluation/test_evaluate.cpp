#include "core/analysis/patch_pictures.h"
#include "core/checkpoint/modules.h"
#include "core/evaluation/clip_trial.h"
#include "core/evaluation/evaluate.h"
#include "core/evaluation/evaluation_json.h"
#include "core/evaluation/example_layout.h"
#include "tests/core/analysis/support/tiny_checkpoint.h"
#include "tests/core/evaluation/drawn_clips.h"
#include "tests/support/catch.h"

#include <nlohmann/json.hpp>
#include <torch/utils.h>

#include <algorithm>
#include <cmath>

using namespace tvlt;

namespace {

std::shared_ptr<const Checkpoint> shapeClassifier() {
    TvltConfig config = tinyConfig(TinyKind::Classification);
    config.id2label = {"circle", "square", "triangle", "star"};
    return tinyCheckpoint(config, TinyKind::Classification);
}

DrawnSource drawnClips(const Checkpoint& checkpoint, std::int64_t count,
                       DrawnTarget target = DrawnTarget::LoudestShape) {
    return {inputFor(checkpoint), 50, count, target};
}

nlohmann::json measured(const EvaluationTable& table) {
    return evaluationJson(table);
}

torch::Tensor parameter(const Checkpoint& checkpoint, const std::string& name) {
    return checkpoint.modules->root().named_parameters()[name];
}

void setParameter(const Checkpoint& checkpoint, const std::string& name, float value) {
    const torch::NoGradGuard frozen;
    parameter(checkpoint, name).fill_(value);
}

const char* const kKeys[] = {"pixel_mse_ratio",           "audio_mse_ratio",         "matching_swapped_accuracy",
                             "matching_shifted_accuracy", "classification_accuracy", "cross_modal_ratio",
                             "cross_modal_sign_p"};

} // namespace

TEST_CASE("an untrained model paints worse than simple fills and guesses") {
    const auto model = tinyCheckpoint(), classifier = shapeClassifier();
    const EvaluationTable table = evaluate(*model, classifier.get(), drawnClips(*model, 24), {{}, {}, {}, 1, 8});
    CHECK(table.clips == 24);
    CHECK(table.unused.empty());
    REQUIRE(table.pixel);
    CHECK(table.pixel->model.patches == 24 * 48); // three quarters of 64
    CHECK(table.pixel->ratio() > 1.0);
    CHECK(table.audio->model.patches == 24 * 10); // 64 - trunc(64 * 0.85)
    CHECK(table.audio->ratio() > 1.0);
    REQUIRE(table.matchingSwapped);
    CHECK(table.matchingSwapped->of == 48);
    CHECK(*table.matchingSwapped->value() == Approx(0.5).margin(0.25));
    CHECK(table.matchingShifted->of == 48);
    CHECK(*table.matchingShifted->value() == Approx(0.5).margin(0.25));
    CHECK(table.classification->of == 24);
    CHECK(*table.classification->value() < 0.7);
    REQUIRE(table.hearing);
    CHECK(table.hearing->onShapes);
    CHECK(table.hearing->ownSound.patches < 24 * 32);
    CHECK(table.hearing->ownSound.patches == table.hearing->otherSound.patches);
    CHECK(*table.hearing->ratio() == Approx(1.0).margin(0.3));
    const nlohmann::json json = measured(table);
    for (const char* key : kKeys)
        CHECK(std::isfinite(json.at(key).get<double>()));
}

TEST_CASE("a model that always says the same is right as often as that is true") {
    const auto model = tinyCheckpoint(), classifier = shapeClassifier();
    const DrawnSource clips = drawnClips(*model, 12);
    setParameter(*model, "matching_head.fc.bias", 1e4F);
    for (std::int64_t kind = 0; kind < 4; ++kind) {
        {
            const torch::NoGradGuard frozen;
            parameter(*classifier, "classifier.3.bias").fill_(-1e4F)[kind] = 1e4F;
        }
        std::int64_t those = 0;
        for (std::int64_t i = 0; i < 12; ++i)
            those += clips.example({i, 1, 0.0}).target.front() == static_cast<float>(kind) ? 1 : 0;
        const EvaluationTable table = evaluate(*model, classifier.get(), clips, {});
        CHECK(table.classification->right == those);
        CHECK(table.matchingSwapped->right == 12); // of 24
        CHECK(table.matchingShifted->right == 12);
        setParameter(*model, "matching_head.fc.bias", kind % 2 == 0 ? -1e4F : 1e4F);
    }
}

TEST_CASE("a model that paints grey is wrong by what is hidden, whatever it hears") {
    const auto model = tinyCheckpoint();
    for (const char* name : {"pixel_mae_head.decoder.weight", "pixel_mae_head.decoder.bias",
                             "audio_mae_head.decoder.weight", "audio_mae_head.decoder.bias"})
        setParameter(*model, name, 0.0F);
    const DrawnSource clips = drawnClips(*model, 5);
    const EvaluationTable table = evaluate(*model, nullptr, clips, {});
    ErrorSum pixel, audio, onShapes;
    for (std::int64_t i = 0; i < 5; ++i) {
        const Example example = clips.example({i, 1, 0.0});
        const PatchLayout layout = exampleLayout(model->config, example);
        const ClipTrial trial = clipTrial(layout, table.mask, i);
        const auto patches = patchesFromFrames(example.pixels.values, layout, 3);
        const std::vector<float> grey(patches.size(), 0.0F);
        pixel += patchErrors(grey, patches, trial.mask.pixel.hidden);
        const auto rows = patchesFromSpectrogram(example.audio.values, layout);
        audio += patchErrors(std::vector<float>(rows.size(), 0.0F), rows, trial.mask.audio.hidden);
        // A patch that holds a shape is bright in the picture of its cover.
        auto scored = trial.hiddenFrames.pixel.hidden;
        const auto covers = clips.soundingCover({i, 1, 0.0});
        for (int token = 0; token < layout.pixelTokens(); ++token) {
            const PixelPlace place = layout.pixelPlace(token);
            float most = 0.0F;
            for (int pixelIndex = 0; pixelIndex < 64; ++pixelIndex)
                most = std::max(most, covers[static_cast<std::size_t>(place.frame)].at(place.row * 8 + pixelIndex / 8,
                                                                                       place.col * 8 + pixelIndex % 8));
            if (most <= 0.5F)
                scored[static_cast<std::size_t>(token)] = 0;
        }
        onShapes += patchErrors(grey, patches, scored);
    }
    CHECK(table.pixel->model.sum == Approx(pixel.sum).epsilon(1e-5));
    CHECK(table.pixel->model.patches == pixel.patches);
    CHECK(table.audio->model.sum == Approx(audio.sum).epsilon(1e-5));
    CHECK(table.audio->model.patches == audio.patches);
    CHECK(table.hearing->ownSound.sum == Approx(onShapes.sum).epsilon(1e-5));
    CHECK(table.hearing->ownSound.patches == onShapes.patches);
    CHECK(*table.hearing->ratio() == 1.0);
    CHECK(table.hearing->test.wins + table.hearing->test.losses == 0);
    CHECK(table.hearing->test.p == 1.0);
}

TEST_CASE("an evaluation is repeatable, and the batch changes nothing but rounding") {
    const auto model = tinyCheckpoint(), classifier = shapeClassifier();
    const auto with = [&](std::uint64_t seed, int batch) {
        return measured(evaluate(*model, classifier.get(), drawnClips(*model, 7), {{}, {}, {}, seed, batch}));
    };
    const nlohmann::json first = with(1, 3);
    CHECK(first == with(1, 3));
    CHECK(first != with(2, 3));
    for (const int batch : {1, 16}) {
        const nlohmann::json other = with(1, batch);
        for (const char* key : kKeys)
            CHECK(other.at(key).get<double>() == Approx(first.at(key).get<double>()).epsilon(1e-3));
    }
}

TEST_CASE("ratios are those of the checkpoint unless others are asked for") {
    TvltConfig config = tinyConfig();
    config.pixel_mask_ratio = 0.5;
    config.audio_mask_ratio = 0.25;
    config.audio_mask_type = "patch-level";
    const auto model = tinyCheckpoint(config, TinyKind::PreTraining);
    const EvaluationTable own = evaluate(*model, nullptr, drawnClips(*model, 2), {});
    CHECK(own.mask.audioType == AudioMaskType::PatchLevel);
    CHECK(own.pixel->model.patches == 2 * 32);
    CHECK(own.audio->model.patches == 2 * 16);
    const EvaluationTable asked =
        evaluate(*model, nullptr, drawnClips(*model, 2), {0.25, 0.0, AudioMaskType::FrameLevel, 1, 16});
    CHECK(asked.mask.audioType == AudioMaskType::FrameLevel);
    CHECK(asked.pixel->model.patches == 2 * 16);
    CHECK(asked.audio->model.patches == 0);
    CHECK(measured(asked).at("audio_mse_ratio").is_null());
    CHECK_THROWS_AS(evaluate(*model, nullptr, drawnClips(*model, 2), {1.5, {}, {}, 1, 16}), Exception);
}

TEST_CASE("what a checkpoint has no head for, or clips no labels, stays open") {
    const auto model = tinyCheckpoint(), classifier = shapeClassifier();
    auto onlyMae = std::make_shared<Checkpoint>(*model);
    onlyMae->report.hasMatching = false;
    const auto json = measured(evaluate(*onlyMae, nullptr, drawnClips(*model, 2), {}));
    CHECK(json.at("matching_swapped_accuracy").is_null());
    CHECK(json.at("matching_shifted_accuracy").is_null());
    CHECK(json.at("classification_accuracy").is_null());
    CHECK(json.at("pixel_mse_ratio").is_number());

    const auto classes = measured(evaluate(*classifier, classifier.get(), drawnClips(*classifier, 2), {}));
    CHECK(classes.at("classification_accuracy").is_number());
    CHECK(classes.at("pixel_mse_ratio").is_null());
    CHECK(classes.at("cross_modal_ratio").is_null());
    CHECK(classes.at("cross_modal_sign_p").is_null());

    const auto unlabelled = measured(evaluate(*model, classifier.get(), drawnClips(*model, 2, DrawnTarget::None), {}));
    CHECK(unlabelled.at("classification_accuracy").is_null());

    const auto one = measured(evaluate(*model, nullptr, drawnClips(*model, 1), {}));
    CHECK(one.at("matching_swapped_accuracy").is_null());
    CHECK(one.at("cross_modal_ratio").is_null());
    CHECK(one.at("matching_shifted_accuracy").is_number());
    CHECK(one.at("clips") == 1);

    CHECK(json.at("remarks").at("matching_swapped_accuracy") == "the checkpoint has no matching head");
    CHECK(classes.at("remarks").at("pixel_mse_ratio") == "the checkpoint has no MAE decoder");
    CHECK(unlabelled.at("remarks").at("classification_accuracy") == "the clips have no labels");
    CHECK(one.at("remarks").at("cross_modal_ratio") == "there is no other clip");
    CHECK(one.at("remarks").count("pixel_mse_ratio") == 0);
}

TEST_CASE("clips that cannot be used are left out and named, unless none can") {
    const auto model = tinyCheckpoint();
    const ChangedSource some(*model, 6, DrawnTarget::None, [](const ExampleRequest& request, Example&) {
        if (request.index == 0 || request.index == 4)
            throwBadInput("is damaged", "clip");
    });
    const EvaluationTable table = evaluate(*model, nullptr, some, {{}, {}, {}, 1, 2});
    CHECK(table.clips == 4);
    REQUIRE(table.unused.size() == 2);
    CHECK(table.unused.back().name == "synth:54");
    CHECK_THAT(table.unused.back().reason, ContainsSubstring("is damaged"));
    const ChangedSource none(*model, 3, DrawnTarget::None,
                             [](const ExampleRequest&, Example&) { throwBadInput("is damaged", "clip"); });
    CHECK_THROWS_WITH(evaluate(*model, nullptr, none, {}), ContainsSubstring("is damaged"));
}

TEST_CASE("a picture that cannot be shifted one way is shifted the other") {
    const auto model = tinyCheckpoint();
    const ChangedSource oneWay(*model, 10, DrawnTarget::None, [](const ExampleRequest& request, Example& example) {
        if (request.shift < 0.0 || request.index == 3)
            example.shiftedPixels.reset();
    });
    const EvaluationTable table = evaluate(*model, nullptr, oneWay, {});
    CHECK(table.matchingShifted->of == 18); // all but one
    CHECK(table.matchingSwapped->of == 20);
}

TEST_CASE("padding is not scored, and simple fills do not look at it") {
    const auto model = tinyCheckpoint();
    const auto withPadding = [&](float value) {
        const ChangedSource clips(*model, 3, DrawnTarget::None, [value](const ExampleRequest&, Example& example) {
            example.audio.realRows = 128; // of 256: half of the patches
            std::fill(example.audio.values.begin() + 128 * 64, example.audio.values.end(), value);
        });
        return evaluate(*model, nullptr, clips, {{}, 0.5, {}, 1, 16});
    };
    const EvaluationTable silent = withPadding(0.0F), loud = withPadding(0.9F);
    CHECK(silent.audio->model.patches < 3 * 32);
    CHECK(silent.audio->model.patches > 0);
    for (std::size_t f = 0; f < silent.audio->fills.size(); ++f)
        CHECK(silent.audio->fills[f].error.sum == loud.audio->fills[f].error.sum);
    CHECK(silent.audio->model.patches == loud.audio->model.patches);
}

TEST_CASE("wrong questions are refused in words") {
    const auto model = tinyCheckpoint(), classifier = shapeClassifier(), mood = tinyCheckpoint(TinyKind::Regression);
    const DrawnSource endless(inputFor(*model), 1, {}, DrawnTarget::None);
    CHECK_THROWS_WITH(evaluate(*model, nullptr, endless, {}), ContainsSubstring("COUNT"));
    CHECK_THROWS_WITH(evaluate(*model, nullptr, drawnClips(*model, 2), {{}, {}, {}, 1, 0}), ContainsSubstring("batch"));
    CHECK_THROWS_WITH(evaluate(*model, mood.get(), drawnClips(*model, 2), {}), ContainsSubstring("no classifier"));
    CHECK_THROWS_WITH(evaluate(*model, model.get(), drawnClips(*model, 2), {}), ContainsSubstring("no classifier"));
    const ChangedSource strange(*model, 2, DrawnTarget::LoudestShape,
                                [](const ExampleRequest&, Example& example) { example.target = {4.0F}; });
    CHECK_THROWS_WITH(evaluate(*model, classifier.get(), strange, {}), ContainsSubstring("4 classes"));
    auto bare = std::make_shared<Checkpoint>(*model);
    bare->report.hasMae = bare->report.hasMatching = false;
    CHECK_THROWS_WITH(evaluate(*bare, nullptr, drawnClips(*model, 2), {}), ContainsSubstring("no head"));
    const auto spoilt = tinyCheckpoint();
    spoilWeights(*spoilt);
    CHECK_THROWS_WITH(evaluate(*spoilt, nullptr, drawnClips(*spoilt, 2), {}), ContainsSubstring("not finite"));
}

TEST_CASE("an evaluation stops when it is told to, and says how far it is") {
    const auto model = tinyCheckpoint();
    std::stop_source stop;
    std::vector<double> seen;
    const Job job{stop.get_token(), [&](double fraction, std::string_view) {
                      seen.push_back(fraction);
                      if (fraction > 0.4)
                          stop.request_stop();
                  }};
    try {
        (void)evaluate(*model, nullptr, drawnClips(*model, 8), {{}, {}, {}, 1, 2}, job);
        FAIL("it went on");
    } catch (const Exception& exception) {
        CHECK(exception.error().kind == Error::Kind::Cancelled);
    }
    CHECK(std::is_sorted(seen.begin(), seen.end()));
    CHECK(seen.size() == 3);
}
