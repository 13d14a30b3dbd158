#include "core/analysis/analysis.h"
#include "core/analysis/model_inputs.h"
#include "core/attention/head_logits.h"
#include "core/attention/token_map.h"
#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "tests/core/attention/plain_pass.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <cmath>
#include <set>

using namespace tvlt;

namespace {

/// The chosen output with these tokens hidden, one pass at a time.
double hiddenLogit(const AttentionBench& bench, const OcclusionWindow& window, std::int64_t output) {
    const torch::InferenceMode inference;
    auto inputs = inputsOf(*bench.checkpoint, *bench.features);
    const PatchLayout& layout = bench.features->layout;
    auto pixel = torch::ones({1, layout.pixelTokens()});
    auto audio = inputs.audio_mask.defined() ? inputs.audio_mask.clone() : torch::ones({1, layout.audioTokens()});
    for (const int token : window.tokens)
        (window.modality == Modality::Pixel ? pixel : audio)[0][token] = 0.0;
    inputs.pixel_mask = pixel;
    inputs.audio_mask = audio;
    return headLogits(*bench.checkpoint, inputs, {})[0][output].item<double>();
}

} // namespace

TEST_CASE("windows of an occlusion cover every patch that holds signal, and end at the border") {
    const AttentionBench bench;
    const PatchLayout& layout = bench.features->layout; // 4 × 4 patches a frame, 4 bands
    const auto windows = occlusionWindows(*bench.features, {OcclusionOver::Both, 3, 2, false});
    std::set<int> pixel, audio;
    for (const OcclusionWindow& window : windows) {
        if (window.modality == Modality::Pixel) {
            CHECK(window.tokens.size() == 9);
            const int frame = layout.pixelPlace(window.tokens.front()).frame;
            CHECK(layout.pixelPlace(window.tokens.back()).frame == frame);
        }
        (window.modality == Modality::Pixel ? pixel : audio).insert(window.tokens.begin(), window.tokens.end());
    }
    CHECK(int(pixel.size()) == layout.pixelTokens());
    CHECK(int(audio.size()) == bench.features->soundSteps() * layout.bands); // padding is hidden anyway
    const auto tubes = occlusionWindows(*bench.features, {OcclusionOver::Picture, 3, 1, true});
    CHECK(tubes.size() == 4);
    CHECK(tubes.front().tokens.size() == std::size_t(9 * layout.frames));
    const auto all = occlusionWindows(*bench.features, {OcclusionOver::Picture, 99, 1, true});
    REQUIRE(all.size() == 1);
    CHECK(int(all.front().tokens.size()) == layout.pixelTokens());
    CHECK_THROWS_AS(occlusionWindows(*bench.features, {OcclusionOver::Both, 0, 1, false}), Exception);
    CHECK_THROWS_AS(occlusionWindows(*bench.features, {OcclusionOver::Both, 1, 0, false}), Exception);
}

TEST_CASE("an occlusion map is the mean change over the windows that hide a patch") {
    for (const TinyKind kind : {TinyKind::PreTraining, TinyKind::Classification}) {
        for (const ModelMode mode : {ModelMode::HuggingFace, ModelMode::Original}) {
            const AttentionBench bench(kind, mode);
            const OcclusionOptions options{OcclusionOver::Both, 2, 2, false};
            const bool classifies = kind == TinyKind::Classification;
            const std::optional<int> label = classifies ? std::optional(1) : std::nullopt;
            const Occlusion occlusion = occlusionOf(*bench.checkpoint, *bench.features, label, options);
            const auto windows = occlusionWindows(*bench.features, options);
            CHECK(occlusion.windows == int(windows.size()));
            CHECK(occlusion.logit ==
                  Approx(hiddenLogit(bench, {Modality::Pixel, {}}, classifies ? 1 : 0)).margin(1e-5));
            double most = 0.0;
            for (const Modality modality : {Modality::Pixel, Modality::Audio}) {
                const auto& values = modality == Modality::Pixel ? occlusion.values.pixel : occlusion.values.audio;
                for (const int token : {0, int(values.size()) / 3}) {
                    double sum = 0.0;
                    int count = 0;
                    for (const OcclusionWindow& window : windows)
                        if (window.modality == modality &&
                            std::find(window.tokens.begin(), window.tokens.end(), token) != window.tokens.end()) {
                            sum += hiddenLogit(bench, window, classifies ? 1 : 0) - occlusion.logit;
                            ++count;
                        }
                    REQUIRE(count > 0);
                    CHECK(values[std::size_t(token)] == Approx(sum / count).margin(1e-5));
                    most = std::max(most, std::abs(sum / count));
                }
            }
            CHECK(most > 1e-4); // the model does look
        }
    }
}

TEST_CASE("an occlusion says nothing of padding, and of what it was not asked to hide") {
    const AttentionBench bench;
    const auto map = askOutput(bench.checkpoint, bench.features,
                               {MapQuantity::Occlusion, 0, {}, {}, {}, {}, {}, {OcclusionOver::Sound, 2, 1, false}});
    for (const float value : map.values.pixel)
        CHECK(std::isnan(value));
    const auto& padded = bench.features->paddedAudio;
    REQUIRE_FALSE(padded.empty());
    for (std::size_t i = 0; i < padded.size(); ++i)
        CHECK(std::isnan(map.values.audio[i]) == (padded[i] != 0));
    CHECK_FALSE(map.values.cls);
    CHECK(map.output == "picture and sound belong together");
    CHECK(mapTitle(map).find("window of 2 × 2") != std::string::npos);

    const auto top = topTokens(map, 5);
    REQUIRE(top.size() == 5);
    for (std::size_t i = 1; i < top.size(); ++i)
        CHECK(std::abs(top[i].value) <= std::abs(top[i - 1].value)); // by size: both signs speak
    CHECK_THROWS_AS(occlusionOf(*bench.checkpoint, *bench.features, 7, {}), Exception);
    std::stop_source stop;
    stop.request_stop();
    CHECK_THROWS_AS(occlusionOf(*bench.checkpoint, *bench.features, {}, {}, Job{stop.get_token(), {}}), Exception);
}
