#include "core/analysis/engine.h"
#include "core/analysis/run_sweep.h"
#include "core/base/error.h"
#include "core/sweep/sweep_summary.h"
#include "tests/core/analysis/support/small_clip.h"
#include "tests/core/analysis/support/tiny_checkpoint.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <cmath>

using namespace tvlt;

namespace {

struct Bench {
    TempFolder folder;
    SmallClip clip = makeSmallClip(folder.path());
    Request request;
    std::shared_ptr<const ClipFeatures> features;

    explicit Bench(TinyKind kind = TinyKind::PreTraining) {
        request.clip = clip.info;
        request.checkpoint = tinyCheckpoint(kind);
        request.predict = kind == TinyKind::PreTraining;
        features = makeFeatures(request);
    }

    [[nodiscard]] std::vector<SweepSample> run(const std::vector<SweepPoint>& points, const Job& job = {}) const {
        std::vector<SweepSample> samples;
        runSweep(*request.checkpoint, *features, request.mask, points, job,
                 [&](const SweepSample& sample) { samples.push_back(sample); });
        return samples;
    }
};

SweepSample sample(double pixel, double audio, std::uint64_t seed, double loss) {
    return {{pixel, audio, seed}, loss, std::nullopt, std::nullopt};
}

} // namespace

TEST_CASE("ratios run evenly from 0 to 1, and points seed by seed") {
    CHECK(evenRatios(5) == std::vector<double>{0.0, 0.25, 0.5, 0.75, 1.0});
    CHECK_THROWS_AS(evenRatios(1), Exception);
    CHECK(seedsFrom(7, 3) == std::vector<std::uint64_t>{7, 8, 9});
    MaskSettings base;
    base.audioRatio = 0.3;
    const auto points = armPoints(base, Modality::Pixel, {0.2, 0.4}, {7, 8});
    CHECK(points == std::vector<SweepPoint>{{0.2, 0.3, 7}, {0.4, 0.3, 7}, {0.2, 0.3, 8}, {0.4, 0.3, 8}});
    CHECK_THROWS_AS(armPoints(base, Modality::Pixel, {1.5}, {7}), Exception);
    CHECK_THROWS_AS(armPoints(base, Modality::Audio, {std::nan("")}, {7}), Exception);
}

TEST_CASE("a curve has the mean and the deviation over the seeds of each ratio") {
    const std::vector<SweepSample> samples{sample(0.5, 0.1, 0, 2.0), sample(0.2, 0.1, 0, 1.0), sample(0.5, 0.1, 1, 4.0),
                                           sample(0.5, 0.9, 0, 100.0)};
    const auto curve = sweepCurve(samples, Modality::Pixel, 0.1, SweepMeasure::PixelLoss);
    REQUIRE(curve.size() == 2);
    CHECK(curve[0].ratio == 0.2);
    CHECK(curve[0].deviation == 0.0);
    CHECK(curve[1].mean == 3.0);
    CHECK(curve[1].deviation == Approx(std::sqrt(2.0)));
    CHECK(curve[1].seeds == 2);
    CHECK(sweepCurve(samples, Modality::Pixel, 0.1, SweepMeasure::AudioLoss).empty());
}

TEST_CASE("a map has a cell for each pair of ratios and NaN where none was measured") {
    const std::vector<SweepSample> samples{sample(0.2, 0.1, 0, 1.0), sample(0.5, 0.9, 0, 3.0),
                                           sample(0.5, 0.9, 1, 5.0)};
    const SweepMap map = sweepMap(samples, SweepMeasure::PixelLoss);
    CHECK(map.pixelRatios == std::vector<double>{0.2, 0.5});
    CHECK(map.audioRatios == std::vector<double>{0.1, 0.9});
    CHECK(map.means.at(0, 0) == 1.0F);
    CHECK(std::isnan(map.means.at(0, 1)));
    CHECK(map.means.at(1, 1) == 4.0F);
}

TEST_CASE("a sample has the losses of the analysis under the same mask") {
    Bench bench;
    const SweepPoint point{0.6, 0.4, 5};
    const auto samples = bench.run({point});
    bench.request.mask = maskAt(bench.request.mask, point);
    const auto analysis = analyse(bench.request, bench.features);
    REQUIRE(samples.size() == 1);
    CHECK(*samples[0].pixelLoss == Approx(analysis->pixel->loss).epsilon(1e-5));
    CHECK(*samples[0].audioLoss == Approx(analysis->audio->loss).epsilon(1e-5));
}

TEST_CASE("with nothing hidden there is no loss, and matching is that of the whole clip") {
    const Bench bench;
    const auto samples = bench.run({{0.0, 0.0, 1}, {1.0, 0.0, 1}});
    const auto analysis = analyse(bench.request, bench.features);
    REQUIRE(samples.size() == 2);
    CHECK_FALSE(samples[0].pixelLoss);
    CHECK_FALSE(samples[0].audioLoss);
    REQUIRE(samples[0].matchingLogit);
    CHECK(*samples[0].matchingLogit == Approx(*analysis->matchingLogit).margin(1e-4));
    CHECK(samples[1].pixelLoss);
    CHECK_FALSE(samples[1].audioLoss);
    CHECK(*samples[1].matchingLogit != Approx(*samples[0].matchingLogit).margin(1e-4));
}

TEST_CASE("a point that several curves share is run once") {
    const Bench bench;
    CHECK(bench.run({{0.5, 0.5, 1}, {0.5, 0.5, 1}, {0.5, 0.5, 2}}).size() == 2);
}

TEST_CASE("a sweep that is stopped keeps what it has") {
    const Bench bench;
    std::stop_source stop;
    std::vector<SweepSample> samples;
    const auto points = armPoints(bench.request.mask, Modality::Pixel, evenRatios(5), {1});
    try {
        runSweep(*bench.request.checkpoint, *bench.features, bench.request.mask, points, Job{stop.get_token(), {}},
                 [&](const SweepSample& sample) {
                     samples.push_back(sample);
                     if (samples.size() == 2)
                         stop.request_stop();
                 });
        FAIL("the sweep went on");
    } catch (const Exception& e) {
        CHECK(e.error().kind == Error::Kind::Cancelled);
    }
    CHECK(samples.size() == 2);
}

TEST_CASE("a classifier has nothing to sweep") {
    const Bench bench(TinyKind::Classification);
    CHECK_THROWS_AS(bench.run({{0.5, 0.5, 1}}), Exception);
}
