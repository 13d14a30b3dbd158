#include "core/features/feature_extractor.h"
#include "core/parity/features/error_rows.h"

#include <cmath>
#include <limits>

namespace tvlt {
namespace {

const char* const kComponent = "TvltFeatureExtractor";
constexpr int kRate = 44100;
constexpr int kHop = 512;

std::vector<float> samples(std::int64_t count) {
    std::vector<float> values(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] = 0.1F * std::sin(0.05F * static_cast<float>(i) + 1e-5F * static_cast<float>(i * i % 9973));
    return values;
}

NdArray recording(std::int64_t count) {
    return {{count}, samples(count)};
}

/// The same number of samples in another shape.
NdArray shaped(std::vector<std::int64_t> shape) {
    std::int64_t count = 1;
    for (const auto side : shape)
        count *= side;
    return {std::move(shape), samples(count)};
}

nlohmann::json run(const RawSpeech& speech, const nlohmann::json& arguments = {{"sampling_rate", kRate}},
                   const nlohmann::json& init = nlohmann::json::object()) {
    const TvltFeatureExtractor extractor(featureExtractorFromJson(init, "init"));
    const auto call = speechCallFromJson(arguments, "call");
    return describe(extractor(speech, call), call.returnTensors);
}

nlohmann::json outputs(std::int64_t count, std::int64_t rows) {
    return {{"audio_values", form({count, 1, rows, 128})}, {"audio_mask", form({count, rows / 16 * 8})}};
}

} // namespace

void addAudioConditions(ErrorConditions& conditions) {
    using Json = nlohmann::json;
    const auto add = conditionAdder(conditions, kComponent);
    add("sampling_rate # against #", [](const Numbers& n) {
        return run(recording(5000), {{"sampling_rate", whole(n[0])}}, {{"sampling_rate", whole(n[1])}});
    });
    add(
        "sampling_rate #, resample=True",
        [](const Numbers& n) {
            return run(recording(5000), {{"sampling_rate", whole(n[0])}, {"resample", true}});
        },
        [](const Numbers& n) {
            const auto resampled = whole(5000.0 * kRate / n[0]);
            return StatedOutcome{false, outputs(1, (resampled / kHop + 15) / 16 * 16)};
        });
    add("sampling_rate omitted", [](const Numbers&) { return run(recording(5000), Json::object()); });
    add("empty waveform", [](const Numbers&) { return run(recording(0)); });
    add("one sample", [](const Numbers&) { return run(recording(1)); });
    add(
        "fewer samples than one hop (#)", [](const Numbers& n) { return run(recording(whole(n[0]))); }, raisesError());
    add("one hop (#)", [](const Numbers& n) { return run(recording(whole(n[0]))); });
    add("None", [](const Numbers&) { return run(NdArray()); });
    add("empty list", [](const Numbers&) { return run(std::vector<NdArray>()); });
    add("3-D array", [](const Numbers&) { return run(shaped({1, 1, 5000})); });
    add(
        "2-D (2, N): stereo taken for a batch",
        [](const Numbers&) {
            return run(shaped({2, 5000}));
        },
        raisesError());
    add(
        "2-D (N, 2): N recordings of 2 samples",
        [](const Numbers&) {
            return run(shaped({40, 2}));
        },
        raisesError());
    add("2-D (N, 1)", [](const Numbers&) { return run(shaped({40, 1})); });
    add("2-D (1, N)", [](const Numbers&) { return run(shaped({1, 5000})); });
    add("list holding a (2, N) array", [](const Numbers&) { return run(std::vector<NdArray>{shaped({2, 5000})}); });
    add("list holding a (1, N) array", [](const Numbers&) { return run(std::vector<NdArray>{shaped({1, 5000})}); });
    // The reference treats PyTorch's tensors as arrays, but never as a batch: two axes are one recording too many.
    add("torch 1-D", [](const Numbers&) { return run(recording(5000)); });
    add("torch 2-D (2, N)", [](const Numbers&) { return run(shaped({2, 5000})); });
    add("list of torch tensors", [](const Numbers&) { return run(shaped({2, 5000})); });
    add("complex", [](const Numbers&) {
        return run(NdArray({5000}, std::vector<std::complex<float>>(5000, {0.1F, 0.0F})));
    });
    const auto withNan = [](const Numbers&) {
        auto values = samples(10001);
        values[5000] = std::numeric_limits<float>::quiet_NaN();
        return run(NdArray({10001}, values));
    };
    add("NaN samples: number of NaN outputs", withNan, raisesError());
    add("NaN samples: fraction of NaN outputs", withNan, raisesError());
    add("mask_audio=True", [](const Numbers&) {
        return run(recording(50000), {{"sampling_rate", kRate}, {"mask_audio", true}});
    });
    add("feature_size # < patch width #", [](const Numbers& n) {
        return run(recording(5000), {{"sampling_rate", kRate}},
                   {{"feature_size", whole(n[0])}, {"patch_size", {16, whole(n[1])}}});
    });
    add("hop_length_to_sampling_rate above sampling_rate", [](const Numbers&) {
        return run(recording(5000), {{"sampling_rate", kRate}}, {{"hop_length_to_sampling_rate", 50000}});
    });
    add("hop_length_to_sampling_rate #", [](const Numbers& n) {
        return run(recording(5000), {{"sampling_rate", kRate}}, {{"hop_length_to_sampling_rate", whole(n[0])}});
    });
    add("feature_size too large for n_fft (n_fft=#)", [](const Numbers& n) {
        return run(recording(5000), {{"sampling_rate", kRate}}, {{"n_fft", whole(n[0])}});
    });
}

} // namespace tvlt
