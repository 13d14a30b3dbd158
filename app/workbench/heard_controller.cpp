#include "app/workbench/heard_controller.h"

#include "core/analysis/analysis.h"

#include <filesystem>
#include <utility>

namespace tvlt {

HeardController::HeardController(QObject* parent) : QObject(parent) {
    for (Background* work : {&making_, &saving_}) {
        connect(work, &Background::progressed, this, &HeardController::progressed);
        connect(work, &Background::idle, this, &HeardController::idle);
    }
}

void HeardController::setAnalysis(std::shared_ptr<const Analysis> analysis) {
    if (analysis == analysis_)
        return;
    const bool sameSegment = analysis && analysis_ && analysis->features == analysis_->features;
    analysis_ = std::move(analysis);
    if (!sameSegment)
        take(nullptr);
    make();
}

void HeardController::choose(std::optional<HeardSound> choice) {
    if (choice == choice_)
        return;
    choice_ = choice;
    emit choiceChanged();
    take(nullptr);
    make();
}

void HeardController::make() {
    making_.cancel();
    if (!choice_ || !analysis_ || !analysis_->features->audio)
        return;
    emit progressed(0.0, tr("making the sound"));
    making_.start(
        [analysis = analysis_, choice = *choice_](const Job& job) {
            return std::make_shared<const SegmentSound>(heardSound(*analysis, choice, job));
        },
        [this](Result<std::shared_ptr<const SegmentSound>> made) {
            if (made)
                take(std::move(made).value());
            else if (made.error().kind != Error::Kind::Cancelled)
                emit failed(made.error());
        });
}

void HeardController::take(std::shared_ptr<const SegmentSound> sound) {
    if (sound == sound_)
        return;
    sound_ = std::move(sound);
    emit soundChanged(sound_);
}

void HeardController::save(const QString& path) {
    if (!sound_)
        return;
    saving_.enqueue([sound = sound_, target = std::filesystem::path(path.toStdString())](
                        const Job& job) { saveSound(target, *sound, job); },
                    [this, path](const Result<Done>& done) {
                        if (done)
                            emit saved(path);
                        else
                            emit failed(done.error());
                    });
}

void HeardController::cancel() {
    making_.cancel();
    saving_.cancel();
}

} // namespace tvlt
