#include "core/features/feature_extractor.h"

#include "core/base/error.h"
#include "core/features/log_mel.h"
#include "core/features/sinc_resample.h"

#include <algorithm>
#include <cmath>
#include <type_traits>
#include <utility>

namespace tvlt {

namespace {

/// One recording as float32, as the reference casts it.
std::vector<float> monoSamples(const NdArray& array) {
    std::vector<std::int64_t> lengths;
    std::copy_if(array.shape.begin(), array.shape.end(), std::back_inserter(lengths),
                 [](std::int64_t n) { return n != 1; });
    if (array.ndim() > 2 || lengths.size() > 1)
        throwBadInput("a recording must have one dimension, got shape " + array.shapeText(), "raw_speech",
                      "Mix channels down to mono; give a batch as a list of recordings.");
    if (array.size() < 2)
        throwBadInput("a recording of " + std::to_string(array.size()) + " samples is too short", "raw_speech");
    return std::visit(
        [](const auto& values) -> std::vector<float> {
            using T = typename std::decay_t<decltype(values)>::value_type;
            if constexpr (std::is_same_v<T, std::complex<float>>) {
                throwBadInput("complex numbers are no sound", "raw_speech");
            } else {
                std::vector<float> samples;
                samples.reserve(values.size());
                for (const T value : values)
                    samples.push_back(static_cast<float>(value));
                return samples;
            }
        },
        array.data);
}

std::vector<std::vector<float>> recordings(const RawSpeech& speech, bool matrixIsBatch) {
    std::vector<NdArray> list;
    if (const auto* array = std::get_if<NdArray>(&speech))
        list = array->ndim() == 2 && matrixIsBatch ? array->split() : std::vector<NdArray>{*array};
    else
        list = std::get<std::vector<NdArray>>(speech);
    if (list.empty())
        throwBadInput("there are no recordings", "raw_speech");
    std::vector<std::vector<float>> samples;
    std::transform(list.begin(), list.end(), std::back_inserter(samples), monoSamples);
    return samples;
}

void checkOptions(const FeatureExtractorConfig& config) {
    if (config.patchSize.size() != 2 || config.patchSize[0] < 1 || config.patchSize[1] < 1)
        throwBadInput("must be two positive numbers: time, frequency", "patch_size");
    if (config.featureSize < config.patchSize[1])
        throwBadInput("has fewer mel bands (" + std::to_string(config.featureSize) + ") than a patch (" +
                          std::to_string(config.patchSize[1]) + ")",
                      "feature_size");
    if (config.hopLength < 1 || config.samplingRate < 1)
        throwBadInput("must be positive", config.hopLength < 1 ? "hop_length" : "sampling_rate");
    if (config.nFft < 2 || config.spectrogramLength < 1)
        throwBadInput("is too small", config.nFft < 2 ? "n_fft" : "spectrogram_length");
}

} // namespace

TvltFeatureExtractor::TvltFeatureExtractor(FeatureExtractorConfig config, ReferenceQuirks quirks)
    : config_(std::move(config)), quirks_(quirks) {
    checkOptions(config_);
    melFilters_ = melFilterBank(config_.nFft, config_.featureSize, config_.samplingRate);
}

std::vector<float> TvltFeatureExtractor::logMel(const std::vector<float>& samples, const Job& job) const {
    const auto minimum = static_cast<std::size_t>(quirks_.shortSoundIsEmpty ? 2 : std::max(config_.hopLength, 2));
    if (samples.size() < minimum)
        throwBadInput("recording too short: " + std::to_string(samples.size()) + " samples are less than one hop of " +
                          std::to_string(config_.hopLength),
                      "raw_speech");
    if (!std::all_of(samples.begin(), samples.end(), [](float v) { return std::isfinite(v); }))
        throwBadInput("recording holds values that are not finite", "raw_speech");

    const std::vector<double> signal(samples.begin(), samples.end());
    const StftSettings settings{config_.nFft, config_.hopLength, EdgePadding::Reflect, SpectrumPrecision::Single};
    const LogMel spectrogram = logMelSpectrogram(signal, settings, melFilters_, job);
    // The reference drops the last frame, and the maximum that sets the floor still knows it.
    const int rows = std::clamp(spectrogram.frames - 1, 0, config_.spectrogramLength);
    const auto count = static_cast<std::size_t>(rows) * static_cast<std::size_t>(spectrogram.bands);
    std::vector<float> values(count);
    std::transform(spectrogram.db.begin(), spectrogram.db.begin() + static_cast<std::ptrdiff_t>(count), values.begin(),
                   modelValue);
    return values;
}

BatchFeature TvltFeatureExtractor::operator()(const RawSpeech& speech, const SpeechCall& call, const Job& job) const {
    const int rate = call.samplingRate.value_or(config_.samplingRate);
    if (rate != config_.samplingRate && !call.resample)
        throwBadInput("the sound has " + std::to_string(rate) + " Hz, but " + std::to_string(config_.samplingRate) +
                          " Hz are expected",
                      "sampling_rate", "Ask for resampling.");
    std::vector<std::vector<float>> features;
    for (const std::vector<float>& samples : recordings(speech, quirks_.soundMatrixIsBatch))
        features.push_back(
            logMel(rate == config_.samplingRate ? samples : resampleSinc(samples, rate, config_.samplingRate), job));

    const auto bands = static_cast<std::int64_t>(config_.featureSize);
    const auto patchRows = static_cast<std::int64_t>(config_.patchSize[0]);
    std::vector<std::int64_t> steps; // time patches of each recording; a partly filled one counts
    for (const auto& values : features)
        steps.push_back((static_cast<std::int64_t>(values.size()) / bands + patchRows - 1) / patchRows);
    const std::int64_t mostSteps = *std::max_element(steps.begin(), steps.end());
    const std::int64_t rows = mostSteps * patchRows;
    const std::int64_t patches = mostSteps * config_.freqLen();
    const auto batch = static_cast<std::int64_t>(features.size());

    std::vector<float> values(static_cast<std::size_t>(batch * rows * bands), static_cast<float>(config_.paddingValue));
    std::vector<float> mask(static_cast<std::size_t>(batch * patches));
    for (std::int64_t i = 0; i < batch; ++i) {
        const auto& feature = features[static_cast<std::size_t>(i)];
        std::copy(feature.begin(), feature.end(), values.begin() + i * rows * bands);
        std::fill_n(mask.begin() + i * patches, steps[static_cast<std::size_t>(i)] * config_.freqLen(), 1.0F);
    }
    BatchFeature result;
    if (!call.samplingRate)
        result.warnings.push_back("no sampling rate is given; " + std::to_string(config_.samplingRate) +
                                  " Hz are assumed");
    result.items.emplace_back("audio_values", NdArray({batch, 1, rows, bands}, std::move(values)));
    if (call.returnAttentionMask)
        result.items.emplace_back("audio_mask", NdArray({batch, patches}, std::move(mask)));
    return result;
}

} // namespace tvlt
