#include "app/workbench/sweep_controller.h"

#include "app/workbench/workbench.h"
#include "core/analysis/run_sweep.h"
#include "core/checkpoint/trained_mask.h"

namespace tvlt {
namespace {

std::vector<SweepPoint> pointsOf(const SweepPlan& plan, const ClipFeatures& features, const MaskSettings& base) {
    const auto ratios = evenRatios(plan.ratios);
    const auto seeds = seedsFrom(base.seed, plan.seeds);
    if (plan.grid)
        return gridPoints(ratios, ratios, seeds);
    std::vector<SweepPoint> points;
    for (const Modality varied : {Modality::Pixel, Modality::Audio}) {
        const bool there = varied == Modality::Pixel ? features.pixels.has_value() : features.audio.has_value();
        const auto arm = armPoints(base, varied, ratios, seeds);
        if (there)
            points.insert(points.end(), arm.begin(), arm.end());
    }
    return points;
}

} // namespace

SweepController::SweepController(Workbench& workbench, QObject* parent) : QObject(parent), workbench_(workbench) {
    connect(&run_, &Background::progressed, this, &SweepController::progressed);
    connect(&run_, &Background::idle, this, [this] {
        emit idle();
        emit changed();
    });
    const auto forget = [this] {
        ++number_;
        run_.cancel();
        sweep_.reset();
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
    auto sweep = std::make_shared<Sweep>();
    sweep->base = base;
    sweep->trained = trainedMask(*checkpoint);
    sweep->planned = points.size();
    sweep->clip = features->clip.path.filename().string();
    sweep->checkpoint = checkpoint->name;
    sweep->label = checkpoint->report.label;
    sweep_ = std::move(sweep);
    emit progressed(0.0, tr("sweeping the mask ratios"));
    const quint64 number = ++number_;
    run_.start(
        [this, checkpoint, features, base, points, number](const Job& job) {
            runSweep(*checkpoint, *features, base, points, job, [&](const SweepSample& sample) {
                QMetaObject::invokeMethod(
                    this, [this, number, sample] { take(number, sample); }, Qt::QueuedConnection);
            });
        },
        [this](const Result<Done>& result) {
            if (!result)
                emit failed(result.error());
        });
    emit changed();
}

void SweepController::take(quint64 run, const SweepSample& sample) {
    if (run != number_)
        return;
    auto next = std::make_shared<Sweep>(*sweep_);
    next->samples.push_back(sample);
    sweep_ = std::move(next);
    emit changed();
}

} // namespace tvlt
