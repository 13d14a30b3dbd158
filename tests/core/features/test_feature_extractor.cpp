#include "core/base/error.h"
#include "core/features/log_mel.h"
#include "core/features/processor.h"
#include "core/features/sinc_resample.h"
#include "tests/core/features/golden.h"
#include "tests/support/catch.h"

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace tvlt;
using nlohmann::json;

namespace {

NdArray sine(int count, double hz, double rate = 44100.0) {
    std::vector<float> samples;
    for (int i = 0; i < count; ++i)
        samples.push_back(static_cast<float>(0.5 * std::sin(2.0 * std::numbers::pi * hz * i / rate)));
    return NdArray({count}, std::move(samples));
}

} // namespace

TEST_CASE("recordings become the reference's audio values") {
    const json golden = goldenJson("transformers.json");
    for (const auto& example : golden["audio"]) {
        CAPTURE(example["name"].get<std::string>());
        const Tensors tensors = goldenTensors(example["file"]);
        const TvltFeatureExtractor extractor(featureExtractorFromJson(example["init"], "init"), ReferenceQuirks::all());
        const bool raw = example["name"] == "raw_int16_unscaled";
        std::vector<NdArray> waves;
        for (const auto& input : example["inputs"]) {
            const NdArray& wave = tensors.at(input["tensor"].get<std::string>());
            waves.push_back(raw ? wave : asFloat(wave));
        }
        const BatchFeature out = extractor(waves, speechCallFromJson(example["call"], "call"));
        for (const std::string name : {"audio_values", "audio_mask"}) {
            CHECK(out.array(name).shape == tensors.at("out." + name).shape);
            CHECK(largestDifference(numbers(out.array(name)), numbers(tensors.at("out." + name))) < 2e-5);
        }
        if (tensors.count("mid.mel_nonzero_value") == 0)
            continue;
        CHECK(largestDifference(hannWindow(extractor.config().nFft), numbers(tensors.at("mid.window"))) < 1e-12);
        const auto index = numbers(tensors.at("mid.mel_nonzero_index"));
        const auto value = numbers(tensors.at("mid.mel_nonzero_value"));
        double worst = 0.0;
        for (std::size_t i = 0; i < value.size(); ++i) {
            const auto& band = extractor.melFilters().bands[static_cast<std::size_t>(index[2 * i + 1])];
            worst = std::max(worst, std::fabs(band.weights.at(static_cast<std::size_t>(index[2 * i]) -
                                                              static_cast<std::size_t>(band.firstBin)) -
                                              value[i]));
        }
        CHECK(worst < 1e-12);
    }
}

TEST_CASE("sound that can't be used is refused with a reason") {
    const TvltFeatureExtractor extractor;
    CHECK_THROWS_WITH(extractor(sine(511, 440)), ContainsSubstring("recording too short"));
    CHECK_THROWS_WITH(extractor(sine(0, 440)), ContainsSubstring("too short"));
    CHECK_THROWS_WITH(extractor(NdArray({2, 600}, std::vector<float>(1200))), ContainsSubstring("mono"));
    CHECK_THROWS_WITH(extractor(NdArray({600}, std::vector<float>(600, NAN))), ContainsSubstring("not finite"));
    CHECK_THROWS_WITH(extractor(std::vector<NdArray>{}), ContainsSubstring("no recordings"));
    SpeechCall call;
    call.samplingRate = 16000;
    CHECK_THROWS_WITH(extractor(sine(5000, 440), call), ContainsSubstring("16000"));
    CHECK_THROWS_WITH(TvltFeatureExtractor(featureExtractorFromJson({{"feature_size", 8}}, "init")),
                      ContainsSubstring("feature_size"));
    CHECK(extractor(NdArray({1, 600}, std::vector<float>(600))).array("audio_values").shape ==
          std::vector<std::int64_t>{1, 1, 16, 128});
    CHECK(extractor(sine(600, 440)).warnings.size() == 1);
}

TEST_CASE("resampled sound has the features of the same sound at the right rate") {
    const TvltFeatureExtractor extractor;
    SpeechCall call;
    call.samplingRate = 16000;
    call.resample = true;
    const auto native = extractor(sine(44100, 1000)).array("audio_values").as<float>();
    const auto resampled = extractor(sine(16000, 1000, 16000.0), call).array("audio_values").as<float>();
    REQUIRE(native.size() == resampled.size());
    int compared = 0;
    for (std::size_t row = 10; row < 70; ++row)
        for (std::size_t band = 0; band < 80; ++band)
            if (native[row * 128 + band] > -0.5F) {
                CHECK(resampled[row * 128 + band] == Approx(native[row * 128 + band]).margin(0.02));
                ++compared;
            }
    CHECK(compared > 60);
}

TEST_CASE("the loudest mel band is the one around the tone") {
    const MelFilters filters = melFilterBank(2048, 128, 44100);
    const auto tone = sine(8192, 3000).as<float>();
    const LogMel mel = logMelSpectrogram(std::vector<double>(tone.begin(), tone.end()), {}, filters);
    const auto row = mel.db.begin() + 8 * 128;
    const auto band = static_cast<std::size_t>(std::max_element(row, row + 128) - row);
    CHECK(std::fabs(filters.centreHz[band] - 3000.0) < 150.0);
    CHECK(melToHz(hzToMel(440.0)) == Approx(440.0));
    CHECK(melToHz(hzToMel(8000.0)) == Approx(8000.0));
}

TEST_CASE("resampling keeps a sine and its length rule") {
    const auto out = resampleSinc(sine(4801, 440, 48000.0).as<float>(), 48000, 44100);
    CHECK(out.size() == 4411);
    CHECK(out[2000] == Approx(0.5 * std::sin(2.0 * std::numbers::pi * 440 * 2000 / 44100.0)).margin(1e-3));
    CHECK(resampleSinc({1.0F, 2.0F}, 8000, 8000) == std::vector<float>{1.0F, 2.0F});
    CHECK_THROWS_AS(resampleSinc({1.0F}, 0, 8000), Exception);
}

TEST_CASE("a cancelled job stops the spectrogram") {
    std::stop_source stop;
    stop.request_stop();
    const auto tone = sine(44100, 440).as<float>();
    CHECK_THROWS_AS(TvltFeatureExtractor().logMel(tone, Job{stop.get_token(), {}}), Exception);
}

TEST_CASE("the processor's resample never picks an image filter, but for parity") {
    const auto example = goldenJson("transformers.json")["processor"][0];
    const Tensors tensors = goldenTensors(example["file"]);
    const auto run = [&](ReferenceQuirks quirks) {
        const TvltProcessor processor(
            TvltImageProcessor(imageProcessorFromJson(example["init"]["image_processor"], "init"), quirks),
            TvltFeatureExtractor(featureExtractorFromJson(example["init"]["feature_extractor"], "init"), quirks),
            quirks);
        ProcessorCall call = processor.callFromJson(example["call"], "call");
        call.image.returnTensors = ReturnTensors::Numpy;
        return processor({tensors.at("in.images").split(), asFloat(tensors.at("in.audio")), std::nullopt}, call);
    };
    const BatchFeature faithful = run(ReferenceQuirks::all());
    std::vector<std::string> keys;
    for (const auto& [key, value] : faithful.items) {
        keys.push_back(key);
        CHECK(largestDifference(numbers(faithful.array(key)), numbers(tensors.at("out." + key))) < 2e-5);
    }
    CHECK(keys == example["expected_key_order"].get<std::vector<std::string>>());
    CHECK(numbers(run({}).array("pixel_values")) != numbers(faithful.array("pixel_values")));

    const TvltProcessor processor{TvltImageProcessor(), TvltFeatureExtractor()};
    CHECK_THROWS_WITH(processor(ProcessorInputs{}), ContainsSubstring("nothing"));
    CHECK_THROWS_WITH(processor({{}, {}, Videos(tensors.at("in.images").split())}), ContainsSubstring("nothing"));
    CHECK_THROWS_WITH(processor.callFromJson({{"foo", 1}}, "call"), ContainsSubstring("foo"));
}
