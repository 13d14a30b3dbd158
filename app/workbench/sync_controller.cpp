#include "app/workbench/sync_controller.h"

#include "app/workbench/to_path.h"
#include "app/workbench/workbench.h"
#include "core/analysis/engine.h"
#include "core/media/probe.h"

namespace tvlt {

SyncController::SyncController(Workbench& workbench, QObject* parent) : QObject(parent), workbench_(workbench) {
    for (Background* work : {&curve_, &swap_}) {
        connect(work, &Background::progressed, this, &SyncController::progressed);
        connect(work, &Background::idle, this, [this] {
            if (!busy())
                emit idle();
            emit changed();
        });
    }
    connect(&workbench_, &Workbench::dataChanged, this, [this] {
        if (workbench_.features() != features_ || workbench_.checkpoints().checkpoint() != checkpoint_)
            forget();
    });
}

QString SyncController::reasonAgainst() const {
    const auto& checkpoint = workbench_.checkpoints().checkpoint();
    const auto& features = workbench_.features();
    if (!features || !checkpoint)
        return tr("Open a clip and a pre-training checkpoint first.");
    if (!checkpoint->report.hasMatching)
        return tr("This checkpoint has no matching head.");
    if (!features->pixels || !features->audio)
        return features->pixels ? tr("The clip has no sound to match with its picture.")
                                : tr("The clip has no picture to match with its sound.");
    return {};
}

void SyncController::forget() {
    cancel();
    features_ = workbench_.features();
    checkpoint_ = workbench_.checkpoints().checkpoint();
    sync_.reset();
    swapped_.reset();
    askSwapped();
    emit changed();
}

void SyncController::cancel() {
    curve_.cancel();
    swap_.cancel();
}

void SyncController::start(double reach, double step) {
    if (!reasonAgainst().isEmpty())
        return;
    const auto shifts = syncShifts(reach, step);
    sync_ = std::make_shared<SyncCurve>(plannedSync(*checkpoint_, *features_, shifts.size()));
    emit progressed(0.0, tr("shifting the sound"));
    curve_.stream<SyncPoint>(
        [checkpoint = checkpoint_, features = features_, shifts](const Job& job, const auto& hand) {
            runSync(*checkpoint, *features, shifts, job, hand);
        },
        [this](const SyncPoint& point) {
            auto next = std::make_shared<SyncCurve>(*sync_);
            next->points.push_back(point);
            sync_ = std::move(next);
            emit changed();
        },
        [this](const Result<Done>& result) {
            if (!result)
                emit failed(result.error());
        });
    emit changed();
}

void SyncController::setOther(const QString& path) {
    other_ = path;
    swapped_.reset();
    swap_.cancel();
    askSwapped();
    emit changed();
}

void SyncController::askSwapped() {
    if (other_.isEmpty() || !reasonAgainst().isEmpty())
        return;
    Request request = workbench_.analyses().request();
    request.segment.reset();
    emit progressed(0.0, tr("reading the other clip"));
    swap_.start(
        [request, features = features_, path = toPath(other_)](const Job& job) {
            Request asked = request;
            asked.clip = probe({{path}, {}, 1.0}, job.part(0.0, 0.1));
            const auto other = makeFeatures(asked, job.part(0.1, 0.6));
            return matchSwapped(*asked.checkpoint, *features, *other, job.part(0.6, 1.0));
        },
        [this](const Result<SwapMatch>& match) {
            if (match)
                swapped_ = *match;
            else
                emit failed(match.error());
            emit changed();
        });
}

} // namespace tvlt
