#include "core/base/error.h"
#include "core/features/log_mel.h"
#include "core/features/stft.h"
#include "core/parity/features/media_cases.h"
#include "core/parity/features/nd_tensor.h"

#include <torch/torch.h>

#include <algorithm>
#include <cmath>

namespace tvlt {
namespace {

const char* const kFile = "the case's file";
constexpr double kDecibelsPerUnit = 40.0;    // model units are (dB - 20) / 40 + 1
constexpr double kJudgedBelowHz = 7000.0;    // of a resampled signal, where both rates carry it whole …
constexpr double kJudgedAbove = -0.5;        // … and loud enough to stand above either resampler's floor
constexpr Tolerance kResampled{0.0125, 0.0}; // half a dB
constexpr Tolerance kPowerSpectrum{2e-5, 1e-6};

torch::Tensor recordingOf(const nlohmann::json& input, const StateDict& file, bool raw) {
    const auto part = [&](const nlohmann::json& name) {
        const auto tensor = tensorNamed(file, name.get<std::string>(), kFile);
        return raw ? tensor : scaledSamples(tensor);
    };
    if (input.contains("tensor"))
        return part(input.at("tensor"));
    std::vector<torch::Tensor> parts;
    for (const auto& piece : input.at("concat"))
        parts.push_back(part(piece.at("tensor")).repeat({piece.value("repeat", std::int64_t{1})}));
    return torch::cat(parts);
}

std::vector<torch::Tensor> recordingsOf(const nlohmann::json& entry, ParityContext& context) {
    const auto& file = caseFile(entry, context);
    const bool raw = entry.value("input_meaning", "").find("raw") != std::string::npos;
    std::vector<torch::Tensor> recordings;
    for (const auto& input : entry.at("inputs"))
        recordings.push_back(recordingOf(input, file, raw));
    if (recordings.empty())
        throwBadInput("no recordings", "inputs");
    return recordings;
}

void compareValues(const std::string& name, const torch::Tensor& got, const nlohmann::json& form, const StateDict& file,
                   const nlohmann::json& entry, Comparison& comparison) {
    const auto tolerance = caseTolerance(entry, name);
    compareForm(name, got, form, comparison);
    if (!form.contains("stored_as"))
        return comparison.tensor(name, got, tensorNamed(file, "out." + name, kFile), tolerance);
    // Long recordings: some rows whole, and the sum of every row.
    const auto rows = got[0][0];
    const auto index = tensorNamed(file, "out.row_index", kFile);
    comparison.tensor(name + " (rows)", rows.index_select(0, index), tensorNamed(file, "out." + name + "_rows", kFile),
                      tolerance);
    const auto columns = static_cast<double>(rows.size(1));
    comparison.tensor(name + " (row means)", rows.to(torch::kFloat64).mean(1),
                      tensorNamed(file, "out.row_sums", kFile) / columns, tolerance);
}

/// Power spectra of the first frames as (bins, frames).
torch::Tensor firstSpectra(std::span<const double> signal, const StftSettings& settings, int bins, int frames) {
    std::vector<torch::Tensor> power;
    powerSpectra(signal, settings, {0, frames}, [&](int, const double* spectrum) {
        power.push_back(torch::tensor(std::vector<double>(spectrum, spectrum + bins), torch::kFloat64));
    });
    return torch::stack(power, 1);
}

void compareMelFilters(const MelFilters& filters, const StateDict& file, Comparison& comparison) {
    const auto shape = tensorNamed(file, "mid.mel_shape", kFile);
    auto dense = torch::zeros({filters.bins, static_cast<std::int64_t>(filters.bands.size())}, torch::kFloat64);
    for (std::size_t band = 0; band < filters.bands.size(); ++band)
        for (std::size_t i = 0; i < filters.bands[band].weights.size(); ++i)
            dense[filters.bands[band].firstBin + static_cast<std::int64_t>(i)][static_cast<std::int64_t>(band)] =
                filters.bands[band].weights[i];
    const auto index = tensorNamed(file, "mid.mel_nonzero_index", kFile).to(torch::kInt64);
    const auto expected = torch::sparse_coo_tensor(index.t(), tensorNamed(file, "mid.mel_nonzero_value", kFile),
                                                   {shape[0].item<std::int64_t>(), shape[1].item<std::int64_t>()})
                              .to_dense();
    comparison.tensor("mel filters", dense, expected, {1e-12, 1e-9});
}

void compareIntermediates(const nlohmann::json& entry, const TvltFeatureExtractor& extractor,
                          const torch::Tensor& recording, const StateDict& file, Comparison& comparison) {
    const auto& mid = objectAt(entry, "mid");
    const auto states = [&](const char* name) { return std::find(mid.begin(), mid.end(), name) != mid.end(); };
    if (states("mid.mel_nonzero_value"))
        compareMelFilters(extractor.melFilters(), file, comparison);
    if (states("mid.window"))
        comparison.tensor("window", torch::tensor(hannWindow(extractor.config().nFft), torch::kFloat64),
                          tensorNamed(file, "mid.window", kFile), {1e-12, 0.0});
    if (!states("mid.power_first4") && !states("mid.log_mel_db"))
        return;
    const auto samples = recording.to(torch::kFloat64).contiguous();
    const std::span<const double> signal(samples.data_ptr<double>(), static_cast<std::size_t>(samples.numel()));
    StftSettings settings;
    settings.nFft = extractor.config().nFft;
    settings.hopLength = extractor.config().hopLength;
    if (states("mid.power_first4")) {
        const auto expected = tensorNamed(file, "mid.power_first4", kFile);
        const auto frames = static_cast<int>(expected.size(1));
        comparison.tensor("power", firstSpectra(signal, settings, extractor.melFilters().bins, frames), expected,
                          kPowerSpectrum);
    }
    if (states("mid.log_mel_db")) {
        const auto mel = logMelSpectrogram(signal, settings, extractor.melFilters());
        comparison.tensor("mel dB", torch::tensor(mel.db).view({mel.frames, mel.bands}).t(),
                          tensorNamed(file, "mid.log_mel_db", kFile), {2e-5 * kDecibelsPerUnit, 0.0});
    }
}

void runAudio(const ParityCase& entry, ParityContext& context, Comparison& comparison) {
    const auto& file = caseFile(entry.json, context);
    const TvltFeatureExtractor extractor(featureExtractorFromJson(objectAt(entry.json, "init"), "init"),
                                         ReferenceQuirks::all());
    const auto call = speechCallFromJson(objectAt(entry.json, "call"), "call");
    const auto output = extractor(readSpeech(entry.json, context), call);
    for (const auto& [name, form] : entry.json.at("expected").items())
        compareValues(name, toTensor(output.array(name)), form, file, entry.json, comparison);
    comparison.require(output.items.size() == entry.json.at("expected").size(), "another number of outputs");
    if (entry.json.contains("hop_length"))
        comparison.require(extractor.config().hopLength == entry.json.at("hop_length"), "another hop length");
    if (entry.json.contains("freq_len"))
        comparison.require(extractor.config().freqLen() == entry.json.at("freq_len"), "another freq_len");
    compareIntermediates(entry.json, extractor, recordingsOf(entry.json, context).front(), file, comparison);
}

/// One signal at several rates, with the reference's features at one of them: the reference never resamples, so this
/// judges how close ours come after resampling, in the bands that every rate carries.
void runResampleHint(const ParityCase& entry, ParityContext& context, Comparison& comparison) {
    const auto& file = caseFile(entry.json, context);
    const std::string outPrefix = "out.audio_values_";
    const std::string inPrefix = "in.wave";
    for (const auto& [outName, expected] : file) {
        if (outName.rfind(outPrefix, 0) != 0)
            continue;
        auto config = featureExtractorFromJson(objectAt(entry.json, "init"), "init");
        config.samplingRate = std::stoi(outName.substr(outPrefix.size()));
        const TvltFeatureExtractor extractor(config);
        std::vector<std::int64_t> bands;
        for (std::size_t i = 0; i < extractor.melFilters().centreHz.size(); ++i)
            if (extractor.melFilters().centreHz[i] < kJudgedBelowHz)
                bands.push_back(static_cast<std::int64_t>(i));
        for (const auto& [inName, wave] : file) {
            if (inName.rfind(inPrefix, 0) != 0)
                continue;
            SpeechCall call;
            call.samplingRate = std::stoi(inName.substr(inPrefix.size()));
            call.resample = true;
            const auto values = toTensor(extractor(ndArray(scaledSamples(wave)), call).array("audio_values"));
            if (*call.samplingRate == config.samplingRate) {
                comparison.tensor(inName, values, expected, {});
                continue;
            }
            const auto rows = std::min(values.size(2), expected.size(2));
            const auto pick = [&](const torch::Tensor& t) {
                return t.narrow(2, 0, rows).index_select(3, torch::tensor(bands));
            };
            const auto judged = pick(expected) > kJudgedAbove;
            comparison.require(judged.sum().item<std::int64_t>() > 0, inName + " has nothing to judge");
            comparison.tensor(inName, pick(values).masked_select(judged), pick(expected).masked_select(judged),
                              kResampled);
        }
    }
}

} // namespace

RawSpeech readSpeech(const nlohmann::json& entry, ParityContext& context) {
    const auto recordings = recordingsOf(entry, context);
    const auto container = entry.value("container", "list");
    if (container == "list" && recordings.size() == 1)
        return ndArray(recordings.front());
    if (container == "pylist") // Python's numbers are doubles
        return ndArray(recordings.front().to(torch::kFloat64));
    if (container == "array2d")
        return ndArray(torch::stack(recordings));
    if (container != "list" && container != "always_list")
        throwUnsupported("container \"" + container + "\" is unknown");
    std::vector<NdArray> list;
    for (const auto& recording : recordings)
        list.push_back(ndArray(recording));
    return list;
}

void addAudioCases(CaseFunctions& functions) {
    functions["audio"] = runAudio;
    functions["audio_resample_hint"] = runResampleHint;
}

} // namespace tvlt
