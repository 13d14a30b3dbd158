#include "app/workbench/sweep_controller.h"

#include "app/workbench/workbench.h"
#include "core/analysis/run_sweep.h"

namespace tvlt {
namespace {

std::vector<SweepPoint> pointsOf(const SweepPlan& plan, const ClipFeatures& features, const MaskSettings& base) {
    const auto ratios = evenRatios(plan.ratios);
    const auto seeds = seedsFrom(base.seed, plan.seeds);
    if (plan.grid)
        return gridPoints(ratios, ratios, seeds);
    return crossPoints(base, features.pixels.has_value(), features.audio.has_value(), ratios, seeds);
}

} // namespace

SweepController::SweepController(Workbench& workbench, QObject* parent) : QObject(parent), workbench_(workbench) {
    connect(&run_, &Background::progressed, this, &SweepController::progressed);
    connect(&run_, &Background::idle, this, [this] {
        emit idle();
        emit changed();
    });
    const auto forget = [this] {
        run_.cancel();
        sweep_.reset();
        features_.reset();
        checkpoint_.reset();
        emit changed();
    };
    connect(&workbench_, &Workbench::clipChanged, this, forget);
    connect(&workbench_, &Workbench::checkpointChanged, this, forget);
}

bool SweepController::ready() const {
    const auto& checkpoint = workbench_.checkpoints().checkpoint();
    return checkpoint && checkpoint->report.hasMae && workbench_.features();
}

void SweepController::start(const SweepPlan& plan) {
    if (!ready())
        return;
    const auto checkpoint = workbench_.checkpoints().checkpoint();
    const auto features = workbench_.features();
    const MaskSettings base = workbench_.masks().settings();
    const auto points = pointsOf(plan, *features, base);
    sweep_ =
        std::make_shared<Sweep>(plannedSweep(*checkpoint, *features, base, evenRatios(plan.ratios), points.size()));
    features_ = features;
    checkpoint_ = checkpoint;
    emit progressed(0.0, tr("sweeping the mask ratios"));
    run_.stream<SweepSample>(
        [checkpoint, features, base, points](const Job& job, const auto& hand) {
            runSweep(*checkpoint, *features, base, points, job, hand);
        },
        [this](const SweepSample& sample) { take(sample); },
        [this](const Result<Done>& result) {
            if (!result)
                emit failed(result.error());
        });
    emit changed();
}

void SweepController::take(const SweepSample& sample) {
    auto next = std::make_shared<Sweep>(*sweep_);
    next->samples.push_back(sample);
    sweep_ = std::move(next);
    emit changed();
}

} // namespace tvlt
