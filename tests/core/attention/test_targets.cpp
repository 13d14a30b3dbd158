#include "core/analysis/analysis.h"
#include "core/attention/targets.h"
#include "core/base/error.h"
#include "tests/core/attention/plain_pass.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <cmath>
#include <map>

using namespace tvlt;

namespace {

TokenValues someValues(const AttentionBench& bench) {
    return runAttentionPass(bench.subject(AttentionStack::Encoder))
        ->weights(1, {}, TokenRef{Modality::Pixel, 20}, AttentionDirection::From);
}

} // namespace

TEST_CASE("the list of the largest targets is a sort of all real tokens") {
    const AttentionBench bench;
    const TokenValues values = someValues(bench);
    std::vector<double> sorted{*values.cls};
    for (const auto* own : {&values.pixel, &values.audio})
        std::copy_if(own->begin(), own->end(), std::back_inserter(sorted), [](float v) { return !std::isnan(v); });
    std::sort(sorted.rbegin(), sorted.rend());
    const auto all = largestTokens(values, 100000);
    REQUIRE(all.size() == sorted.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        CHECK(all[i].value == sorted[i]);
        CHECK(all[i].value == values.at(all[i].token));
    }
    CHECK(largestTokens(values, 5).size() == 5);
    CHECK(sorted.size() < values.pixel.size() + values.audio.size() + 1); // the sound ends in padding
}

TEST_CASE("sums by frame, second and band are those of a plain loop, and together they are the row") {
    const AttentionBench bench;
    const TokenValues values = someValues(bench);
    const PatchLayout& layout = bench.features->layout;
    const WeightGroups groups = groupWeights(values, *bench.features);
    std::map<int, double> frames;
    std::map<int, double> bands;
    std::map<int, double> seconds;
    for (int f = 0; f < layout.frames; ++f)
        for (int r = 0; r < layout.patchRows; ++r)
            for (int c = 0; c < layout.patchCols; ++c) {
                const double weight = values.pixel[std::size_t(layout.pixelToken({f, r, c}))];
                frames[f] += weight;
                seconds[int(bench.features->frameTimes[std::size_t(f)])] += weight;
            }
    for (int s = 0; s < bench.features->soundSteps(); ++s)
        for (int b = 0; b < layout.bands; ++b) {
            const double weight = values.audio[std::size_t(layout.audioToken({s, b}))];
            bands[b] += weight;
            const int first = s * layout.patchColumns;
            const int last = std::min(first + layout.patchColumns, bench.features->audio->realRows) - 1;
            seconds[int((first + last) / 2.0 * 0.01)] += weight; // hop 160 at 16 kHz
        }
    for (int f = 0; f < layout.frames; ++f)
        CHECK(groups.frames[std::size_t(f)] == Approx(frames[f]));
    for (int b = 0; b < layout.bands; ++b)
        CHECK(groups.bands[std::size_t(b)] == Approx(bands[b]));
    REQUIRE(groups.seconds.size() == seconds.size());
    for (std::size_t s = 0; s < groups.seconds.size(); ++s)
        CHECK(groups.seconds[s] == Approx(seconds[int(s)]));
    CHECK(groups.video + groups.audio + groups.cls + groups.padding == Approx(1.0).margin(1e-5));
}

TEST_CASE("tokens are named and found by name, time and frequency") {
    const AttentionBench bench;
    const ClipFeatures& features = *bench.features;
    const PatchLayout& layout = features.layout;
    for (const AskedToken& token : {AskedToken{}, AskedToken{TokenRef{Modality::Pixel, 37}},
                                    AskedToken{TokenRef{Modality::Audio, layout.audioToken({3, 2})}}})
        CHECK(tokenFromName(tokenName(layout, token), features) == token);
    const double frame = features.frameTimes[1];
    CHECK(tokenFromName("pixel:" + std::to_string(frame + 0.01) + "s,2,3", features) ==
          AskedToken(TokenRef{Modality::Pixel, layout.pixelToken({1, 2, 3})}));
    const AskedToken place = TokenRef{Modality::Audio, layout.audioToken({4, 1})};
    const PatchPlace at = patchPlace(features, *place);
    CHECK(tokenFromName("audio:" + std::to_string(at.seconds) + "s," + std::to_string(at.lowHz) + "Hz", features) ==
          place);
    CHECK(at.lowHz < at.highHz);
    for (const char* wrong : {"", "pixel", "pixel:1,2", "pixel:9,0,0", "pixel:0,4,0", "audio:99,0", "audio:0,0,0",
                              "sound:0,0", "pixel:x,0,0", "audio:1.0s,440"})
        CHECK_THROWS_AS(tokenFromName(wrong, features), Exception);
}

TEST_CASE("the patch at a time is the middle of the frame then on screen") {
    const AttentionBench bench;
    const auto& times = bench.features->frameTimes;
    const PatchLayout& layout = bench.features->layout;
    CHECK(frameAtTime(*bench.features, times[1]) == 1);
    CHECK(frameAtTime(*bench.features, times[2] - 1e-3) == 1);
    CHECK(frameAtTime(*bench.features, -1.0) == 0);
    CHECK(frameAtTime(*bench.features, 1e6) == layout.frames - 1);
    CHECK(patchAtTime(*bench.features, times[2]) ==
          TokenRef{Modality::Pixel, layout.pixelToken({2, layout.patchRows / 2, layout.patchCols / 2})});
}
