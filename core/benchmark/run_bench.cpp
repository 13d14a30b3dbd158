#include "core/benchmark/run_bench.h"

#include "core/analysis/analysis.h"
#include "core/analysis/model_pass.h"
#include "core/attention/attention_pass.h"
#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/name_table.h"
#include "core/base/random.h"
#include "core/benchmark/bench_input.h"
#include "core/benchmark/flops.h"
#include "core/benchmark/memory.h"
#include "core/checkpoint/assemble.h"
#include "core/checkpoint/modules.h"
#include "core/features/feature_extractor.h"
#include "core/features/image_processor.h"
#include "core/model/linear_product.h"

#include <nlohmann/json.hpp>
#include <torch/torch.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <vector>

namespace tvlt {

namespace {

constexpr NameTable<BenchCase, 7> kCases{{{BenchCase::Encode, "encode"},
                                          {BenchCase::Mae, "mae"},
                                          {BenchCase::Classify, "classify"},
                                          {BenchCase::AttentionRow, "attention-row"},
                                          {BenchCase::Load, "load"},
                                          {BenchCase::Image, "image-processor"},
                                          {BenchCase::Sound, "feature-extractor"}}};
constexpr double kGemmSeconds = 0.3;

double secondsOf(const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

std::shared_ptr<Checkpoint> randomCheckpoint(const BenchOptions& options) {
    const bool classifier = options.which == BenchCase::Classify;
    auto checkpoint = std::make_shared<Checkpoint>();
    checkpoint->name = "base size, random weights";
    if (!options.config.empty()) {
        checkpoint->config = configFromJson(readJsonObject(options.config), options.config.string());
        checkpoint->name = options.config.filename().string() + ", random weights";
    }
    checkpoint->modules = std::make_shared<Modules>();
    torch::manual_seed(1);
    if (classifier)
        checkpoint->modules->classification = TvltForAudioVisualClassification(checkpoint->config);
    else
        checkpoint->modules->pretraining = TvltForPreTraining(checkpoint->config);
    checkpoint->report.hasMae = !classifier;
    checkpoint->report.hasClassifier = classifier;
    place(*checkpoint, options.load);
    return checkpoint;
}

std::shared_ptr<const Checkpoint> openFor(const BenchOptions& options, const Job& job) {
    std::shared_ptr<Checkpoint> checkpoint;
    if (options.checkpoint.empty())
        checkpoint = randomCheckpoint(options);
    else
        checkpoint = std::make_shared<Checkpoint>(*loadCheckpoint(options.checkpoint, options.load, job));
    const LoadReport& report = checkpoint->report;
    if (options.which == BenchCase::Mae && !report.hasMae)
        throwUnsupported("has no MAE decoder", checkpoint->name, "Measure another case, or a pre-training checkpoint.");
    if (options.which == BenchCase::Classify && !report.hasClassifier)
        throwUnsupported("has no classification head", checkpoint->name, "Measure another case, or a classifier.");
    // The masked pass alone: the matching head would be asked about the visible patches too.
    checkpoint->report.hasMatching = false;
    return checkpoint;
}

std::vector<float> noise(std::size_t count, std::uint64_t key) {
    std::vector<float> values(count);
    for (std::size_t i = 0; i < count; ++i)
        values[i] = static_cast<float>(2.0 * uniformAt(key, i) - 1.0);
    return values;
}

/// A clip of noise that fills the model.
std::shared_ptr<const ClipFeatures> fullClip(const TvltConfig& config) {
    auto features = std::make_shared<ClipFeatures>();
    PixelInput pixels;
    pixels.frames = config.num_frames;
    pixels.channels = config.num_image_channels;
    pixels.height = config.image_size[0];
    pixels.width = config.image_size[1];
    pixels.values = noise(static_cast<std::size_t>(pixels.frames) * static_cast<std::size_t>(pixels.channels) *
                              static_cast<std::size_t>(pixels.height) * static_cast<std::size_t>(pixels.width),
                          1);
    AudioInput audio;
    audio.rows = audio.realRows = config.maxTimeSteps() * config.audio_patch_size[0];
    audio.mels = config.frequency_length;
    audio.values = noise(static_cast<std::size_t>(audio.rows) * static_cast<std::size_t>(audio.mels), 2);
    PatchLayout& layout = features->layout;
    layout.frames = pixels.frames;
    layout.patchHeight = config.image_patch_size[0];
    layout.patchWidth = config.image_patch_size[1];
    layout.patchRows = pixels.height / layout.patchHeight;
    layout.patchCols = pixels.width / layout.patchWidth;
    layout.patchColumns = config.audio_patch_size[0];
    layout.patchMels = config.audio_patch_size[1];
    layout.timeSteps = config.maxTimeSteps();
    layout.bands = config.bands();
    features->pixels = std::move(pixels);
    features->audio = std::move(audio);
    return features;
}

MaskSettings trainedRatios(const TvltConfig& config) {
    MaskSettings mask;
    mask.pixelRatio = config.pixel_mask_ratio;
    mask.audioRatio = config.audio_mask_ratio;
    return mask;
}

/// The machine's own rate at the shape of a layer's widest product: the best of many within a while.
double gemmGflops(const TvltConfig& config, double tokens, const Modules& modules) {
    const torch::InferenceMode inference;
    auto options = torch::device(modules.device).dtype(modules.dtype);
    if (widensBf16(torch::empty({0}, options)))
        options = options.dtype(torch::kFloat32); // nor should it pay for that
    const auto x = torch::rand({static_cast<std::int64_t>(tokens), config.hidden_size}, options);
    const auto w = torch::rand({config.intermediate_size, config.hidden_size}, options);
    const double flops = 2.0 * tokens * config.hidden_size * config.intermediate_size;
    double best = 0.0, spent = 0.0;
    while (spent < kGemmSeconds) {
        const double seconds = secondsOf([&] {
            const auto product = linearProduct(x, w, {});
            (void)product[0][0].item<float>(); // waits for a GPU
        });
        spent += seconds;
        best = std::max(best, flops / seconds / 1e9);
    }
    return best;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2.0;
}

/// `between` is called after each timed run; what it takes is not counted, so memory is that of the runs before it.
void measure(
    BenchResult& result, int repeat, const Job& job, const std::function<void()>& work,
    const std::function<void()>& between = [] {}) {
    result.baseRssMb = residentMb();
    forgetPeak();
    work(); // fills caches and pools
    std::vector<double> seconds;
    for (int i = 0; i < repeat; ++i) {
        job.check();
        job.progress(static_cast<double>(i) / repeat, "run " + std::to_string(i + 1) + " of " + std::to_string(repeat));
        seconds.push_back(secondsOf(work));
        if (i == 0)
            result.peakRssMb = peakResidentMb();
        between();
    }
    result.medianSeconds = median(seconds);
    result.minSeconds = *std::min_element(seconds.begin(), seconds.end());
}

void describe(BenchResult& result, const Checkpoint& checkpoint) {
    const RunsOn place = whereItRuns(checkpoint);
    result.checkpoint = checkpoint.name;
    result.device = place.device;
    result.dtype = place.dtype;
    result.threads = torch::get_num_threads();
}

void measureImageProcessor(BenchResult& result, int repeat, const Job& job) {
    const auto frames = noiseFrames(8, 720, 1280);
    const TvltImageProcessor processor;
    ImageCall call;
    call.returnTensors = ReturnTensors::Torch;
    measure(result, repeat, job, [&] { (void)processor(frames, call); });
}

void measureFeatureExtractor(BenchResult& result, int repeat, const Job& job) {
    const TvltFeatureExtractor extractor;
    SpeechCall call;
    call.samplingRate = extractor.config().samplingRate;
    const std::vector<float> samples = noiseSound(24.0, *call.samplingRate);
    const NdArray speech({static_cast<std::int64_t>(samples.size())}, samples);
    measure(result, repeat, job, [&] { (void)extractor(speech, call); });
}

} // namespace

std::string_view benchCaseName(BenchCase which) {
    return nameIn(kCases, which);
}

std::optional<BenchCase> benchCaseFromName(std::string_view name) {
    return valueIn(kCases, name);
}

BenchResult runBench(const BenchOptions& options, const Job& job) {
    if (options.repeat < 1)
        throwBadInput("takes a number of runs from 1 on", "repeat");
    if (!options.checkpoint.empty() && !options.config.empty())
        throwBadInput("is for random weights, but there is a checkpoint", "config", "Leave one of the two out.");
    BenchResult result;
    const Job quiet{job.stop, {}};
    if (options.which == BenchCase::Load) {
        if (options.checkpoint.empty())
            throwBadInput("there is no file to load", "checkpoint", "Name a checkpoint.");
        std::shared_ptr<const Checkpoint> loaded;
        measure(result, options.repeat, job, [&] { loaded = loadCheckpoint(options.checkpoint, options.load, quiet); });
        describe(result, *loaded);
        return result;
    }
    if (options.which == BenchCase::Image || options.which == BenchCase::Sound) {
        result.checkpoint = "no model";
        result.device = "cpu";
        if (options.which == BenchCase::Image)
            measureImageProcessor(result, options.repeat, job);
        else
            measureFeatureExtractor(result, options.repeat, job);
        return result;
    }
    const auto checkpoint = openFor(options, job.part(0.0, 0.1));
    const TvltConfig& config = checkpoint->config;
    const auto features = fullClip(config);
    const Mask mask = makeMask(features->layout, trainedRatios(config));
    const BenchTokens tokens = fullTokens(config);
    describe(result, *checkpoint);
    result.tokens = 1 + tokens.pixels + tokens.audios;
    const Job runs = job.part(0.1, 1.0);

    if (options.which == BenchCase::AttentionRow) {
        std::shared_ptr<const AttentionPass> pass;
        result.passSeconds = secondsOf([&] {
            pass = runAttentionPass({checkpoint, features, mask, AttentionStack::Encoder}, quiet);
        });
        const HeadChoice all;
        measure(result, options.repeat, runs, [&] {
            (void)pass->weights(pass->layers() - 1, all, TokenRef{Modality::Pixel, 0}, AttentionDirection::From);
        });
        return result;
    }
    std::vector<double> gemms; // taken turn and turn about: a machine may change its pace within seconds
    measure(
        result, options.repeat, runs,
        [&] {
            if (options.which == BenchCase::Mae)
                (void)runMae(*checkpoint, *features, mask, quiet);
            else if (options.which == BenchCase::Classify)
                (void)runHeads(*checkpoint, *features, quiet);
            else
                (void)clsState(*checkpoint, *features, quiet);
        },
        [&] { gemms.push_back(gemmGflops(config, result.tokens, *checkpoint->modules)); });
    const double flops = options.which == BenchCase::Mae ? maskedFlops(config, tokens) : encoderFlops(config, tokens);
    result.gflops = flops / result.medianSeconds / 1e9;
    result.gemmGflops = median(std::move(gemms));
    return result;
}

} // namespace tvlt
