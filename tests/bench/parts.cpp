// Times of parts, by Google Benchmark:
//
//   bench_parts [--benchmark_filter=REGEX]
//   TVLT_BENCH_CLIP=long.mp4 bench_parts --benchmark_filter=Clip     # 8 frames spread over a clip, and all of it
//
// Input is made here and the same in every run. docs/performance.md sets the parts that transformers has beside its
// own.
#include "core/base/job.h"
#include "core/benchmark/bench_input.h"
#include "core/features/feature_extractor.h"
#include "core/features/image_processor.h"
#include "core/features/mask.h"
#include "core/features/recipe.h"
#include "core/media/frames.h"
#include "core/media/probe.h"
#include "core/synth/sounding_shapes.h"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <vector>

using namespace tvlt;

namespace {

constexpr int kFrames = 8, kHeight = 720, kWidth = 1280;

/// 8 frames of 24 s of sound: the base size.
PatchLayout baseLayout() {
    PatchLayout layout;
    layout.frames = kFrames;
    layout.patchHeight = layout.patchWidth = layout.patchColumns = layout.patchMels = 16;
    layout.patchRows = layout.patchCols = 14;
    layout.timeSteps = 128;
    layout.bands = 8;
    return layout;
}

void imageProcessor(benchmark::State& state) {
    const auto frames = noiseFrames(kFrames, kHeight, kWidth);
    const TvltImageProcessor processor;
    ImageCall call;
    call.returnTensors = ReturnTensors::Torch;
    for (auto _ : state)
        benchmark::DoNotOptimize(processor(frames, call));
}
BENCHMARK(imageProcessor)->Name("image processor, 8 x 1280x720")->Unit(benchmark::kMillisecond)->UseRealTime();

void clipPixels(benchmark::State& state) {
    std::vector<Image> frames(kFrames, Image(kWidth, kHeight));
    const auto noise = noiseFrames(kFrames, kHeight, kWidth);
    for (std::size_t i = 0; i < frames.size(); ++i)
        frames[i].rgb = noise[i].as<std::uint8_t>();
    for (auto _ : state)
        benchmark::DoNotOptimize(pixelsHf(frames, {}));
}
BENCHMARK(clipPixels)->Name("frames of a clip to pixel values")->Unit(benchmark::kMillisecond)->UseRealTime();

void featureExtractor(benchmark::State& state) {
    const TvltFeatureExtractor extractor;
    const int rate = extractor.config().samplingRate;
    const std::vector<float> samples = noiseSound(24.0, rate);
    const NdArray speech({static_cast<std::int64_t>(samples.size())}, samples);
    SpeechCall call;
    call.samplingRate = rate;
    for (auto _ : state)
        benchmark::DoNotOptimize(extractor(speech, call));
}
BENCHMARK(featureExtractor)->Name("feature extractor, 24 s")->Unit(benchmark::kMillisecond)->UseRealTime();

void maskMaking(benchmark::State& state) {
    const PatchLayout layout = baseLayout();
    MaskSettings settings;
    for (auto _ : state) {
        ++settings.seed;
        benchmark::DoNotOptimize(makeMask(layout, settings));
    }
}
BENCHMARK(maskMaking)->Name("mask, 2,592 patches")->Unit(benchmark::kMicrosecond);

void drawing(benchmark::State& state) {
    std::uint64_t seed = 0;
    for (auto _ : state)
        benchmark::DoNotOptimize(SoundingShapes(++seed).frame(1.0, 64));
}
BENCHMARK(drawing)->Name("a drawn frame of 64x64")->Unit(benchmark::kMicrosecond);

const char* longClip() {
    return std::getenv("TVLT_BENCH_CLIP");
}

void spreadFrames(benchmark::State& state) {
    if (!longClip())
        return state.SkipWithError("name a clip in TVLT_BENCH_CLIP");
    const ClipInfo clip = probe(ClipSource{{longClip()}, {}});
    std::vector<double> times;
    for (int i = 0; i < kFrames; ++i)
        times.push_back(clip.duration * (i + 0.5) / kFrames);
    for (auto _ : state)
        benchmark::DoNotOptimize(readFrames(clip, times));
}
BENCHMARK(spreadFrames)->Name("Clip: 8 frames spread over it")->Unit(benchmark::kMillisecond)->UseRealTime();

void wholeClip(benchmark::State& state) {
    if (!longClip())
        return state.SkipWithError("name a clip in TVLT_BENCH_CLIP");
    const ClipInfo clip = probe(ClipSource{{longClip()}, {}});
    for (auto _ : state) {
        VideoReader reader(clip);
        while (auto frame = reader.next())
            benchmark::DoNotOptimize(frame->pts);
    }
}
BENCHMARK(wholeClip)->Name("Clip: all of its frames")->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(1);

} // namespace

BENCHMARK_MAIN();
