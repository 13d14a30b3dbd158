// Times of the demo model on the demo clip: what stands between a moved slider and its picture, and what a sweep saves.
#include "core/analysis/analysis.h"
#include "core/analysis/engine.h"
#include "core/analysis/model_pass.h"
#include "core/analysis/predictions.h"
#include "core/analysis/run_sweep.h"
#include "core/checkpoint/checkpoint.h"
#include "core/media/probe.h"
#include "core/model/device.h"

#include <benchmark/benchmark.h>

using namespace tvlt;

namespace {

/// The demo model with the demo clip read: opened once.
struct Demo {
    Request request;
    std::shared_ptr<const ClipFeatures> features;
    std::shared_ptr<const Predictions> predictions;

    Demo() {
        prepareRuntime(0);
        request.clip = probe(ClipSource{{findDemoClip().value()}, {}});
        request.checkpoint = openDefaultCheckpoint({});
        features = makeFeatures(request);
        (void)analyse(request, features, {}, &predictions);
    }
    /// Another mask in every call.
    Request next() {
        ++request.mask.seed;
        return request;
    }
};

Demo& demo() {
    static Demo opened;
    return opened;
}

void maskedPass(benchmark::State& state) {
    Demo& d = demo();
    for (auto _ : state)
        benchmark::DoNotOptimize(
            runMae(*d.request.checkpoint, *d.features, makeMask(d.features->layout, d.next().mask), {}));
}
BENCHMARK(maskedPass)->Name("Demo: masked pass")->Unit(benchmark::kMillisecond)->UseRealTime();

void analysis(benchmark::State& state) {
    Demo& d = demo();
    for (auto _ : state)
        benchmark::DoNotOptimize(analyse(d.next(), d.features, {}, &d.predictions));
}
BENCHMARK(analysis)->Name("Demo: analysis of another mask")->Unit(benchmark::kMillisecond)->UseRealTime();

std::vector<SweepPoint> twentyRatiosThreeSeeds(const MaskSettings& base, std::uint64_t first) {
    return armPoints(base, Modality::Pixel, evenRatios(20), seedsFrom(first, 3));
}

void sweep(benchmark::State& state) {
    Demo& d = demo();
    for (auto _ : state)
        runSweep(*d.request.checkpoint, *d.features, d.request.mask, twentyRatiosThreeSeeds(d.request.mask, 1), {},
                 [](SweepSample sample) { benchmark::DoNotOptimize(sample); });
}
BENCHMARK(sweep)->Name("Demo: sweep of 20 ratios x 3 seeds")->Unit(benchmark::kMillisecond)->UseRealTime();

/// The sweep's points as a question each.
std::vector<Request> sixtyRequests() {
    const Request& asked = demo().request;
    std::vector<Request> requests;
    for (const SweepPoint& point : twentyRatiosThreeSeeds(asked.mask, 1)) {
        requests.push_back(asked);
        requests.back().mask = maskAt(asked.mask, point);
    }
    return requests;
}

void sixtyAnalyses(benchmark::State& state) {
    Demo& d = demo();
    for (auto _ : state)
        for (const Request& request : sixtyRequests())
            benchmark::DoNotOptimize(analyse(request, d.features, {}, &d.predictions));
}
BENCHMARK(sixtyAnalyses)->Name("Demo: the same as 60 single analyses")->Unit(benchmark::kMillisecond)->UseRealTime();

void sixtyQuestions(benchmark::State& state) {
    for (auto _ : state)
        for (const Request& request : sixtyRequests())
            benchmark::DoNotOptimize(analyse(request, makeFeatures(request)));
}
BENCHMARK(sixtyQuestions)
    ->Name("Demo: the same as 60 questions that share nothing")
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

void sixtyPasses(benchmark::State& state) {
    Demo& d = demo();
    for (auto _ : state)
        for (const Request& request : sixtyRequests())
            benchmark::DoNotOptimize(
                runMae(*request.checkpoint, *d.features, makeMask(d.features->layout, request.mask), {}));
}
BENCHMARK(sixtyPasses)->Name("Demo: the same as 60 single passes")->Unit(benchmark::kMillisecond)->UseRealTime();

} // namespace
