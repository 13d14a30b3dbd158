#include "app/workbench/checkpoint_controller.h"

#include "app/workbench/to_path.h"
#include "core/base/error.h"

#include <optional>
#include <utility>

namespace tvlt {

struct CheckpointController::Loaded {
    std::shared_ptr<const Checkpoint> checkpoint; ///< null: `offer` is needed
    std::shared_ptr<const Checkpoint> classifier; ///< the demo's; null: none
    std::string runsOn;
    std::optional<Error> broken;  ///< what was wrong with the demo
    std::optional<HubPlan> offer; ///< what has to be downloaded first
};

namespace {

LoadOptions optionsAt(const ModelPlace& place) {
    LoadOptions options;
    options.device = chooseDevice(place.device);
    options.dtype = place.dtype;
    options.hubCache = place.hubCache;
    return options;
}

struct Default {
    std::shared_ptr<const Checkpoint> checkpoint;
    std::shared_ptr<const Checkpoint> classifier; ///< null: none
    std::optional<Error> broken;
};

/// A program without its demo still starts.
Default loadDefault(const LoadOptions& options, const Job& job) {
    Default loaded;
    const auto keep = [&](const Error& error) {
        if (error.kind == Error::Kind::Cancelled)
            throw Exception(error);
        loaded.broken = error;
    };
    try {
        loaded.checkpoint = openDefaultCheckpoint(options, job.part(0.0, 0.5));
    } catch (const Exception& e) {
        keep(e.error());
        loaded.checkpoint = untrainedCheckpoint(1, options);
        return loaded;
    }
    if (const auto demo = findDemoClassifier(); demo && loaded.checkpoint->report.label != "untrained") {
        try {
            loaded.classifier = loadCheckpoint(demo->string(), options, job.part(0.5, 1.0));
        } catch (const Exception& e) {
            keep(e.error());
        }
    }
    return loaded;
}

std::shared_ptr<const Checkpoint> loadClassifierOn(const std::string& pathOrId, const LoadOptions& options,
                                                   const Job& job) {
    auto classifier = loadCheckpoint(pathOrId, options, job);
    if (!classifier->report.hasClassifier)
        throwUnsupported("has no classification head", pathOrId,
                         "Choose a checkpoint of TvltForAudioVisualClassification.");
    return classifier;
}

} // namespace

QString lastingSource(const QString& pathOrId, const Checkpoint& checkpoint) {
    const std::filesystem::path path = toPath(pathOrId);
    if (path.empty() || checkpoint.weights != path) // the default one, or a hub id
        return pathOrId;
    return QString::fromStdString(std::filesystem::absolute(path).lexically_normal().string());
}

CheckpointController::CheckpointController(QObject* parent) : QObject(parent) {
    for (Background* work : {&load_, &companion_}) {
        connect(work, &Background::progressed, this, &CheckpointController::progressed);
        connect(work, &Background::idle, this, &CheckpointController::idle);
    }
}

void CheckpointController::setDevice(const QString& device, Dtype dtype) {
    place_.device = device.toStdString();
    place_.dtype = dtype;
}

void CheckpointController::reloadOnCpu() {
    place_.device = "cpu";
    // A companion that a person chose follows its own file.
    if (classifier_ && !demoClassifier_ && !classifier_->report.path.empty())
        loadClassifier(QString::fromStdString(classifier_->report.path));
    load(source_);
}

void CheckpointController::setHubCache(const QString& folder) {
    place_.hubCache = toPath(folder);
}

CheckpointController::Loader CheckpointController::loader() const {
    return [place = place_](const std::string& pathOrId, const Job& job) {
        return loadCheckpoint(pathOrId, optionsAt(place), job);
    };
}

CheckpointController::Loaded CheckpointController::loadAt(const std::string& pathOrId, const ModelPlace& place,
                                                          const Job& job) {
    Loaded loaded;
    if (const auto id = missingFromCache(pathOrId, place.hubCache)) {
        loaded.offer = planDownload(*id, hubSettings(place.hubCache), job);
        return loaded;
    }
    const LoadOptions options = optionsAt(place);
    if (pathOrId.empty()) {
        Default demo = loadDefault(options, job);
        loaded.checkpoint = std::move(demo.checkpoint);
        loaded.classifier = std::move(demo.classifier);
        loaded.broken = std::move(demo.broken);
    } else {
        loaded.checkpoint = loadCheckpoint(pathOrId, options, job);
    }
    loaded.runsOn = options.device.name + ", " + dtypeName(place.dtype);
    return loaded;
}

void CheckpointController::load(const QString& pathOrId) {
    emit progressed(0.0, tr("loading the checkpoint"));
    start(pathOrId,
          [path = pathOrId.toStdString(), place = place_](const Job& job) { return loadAt(path, place, job); });
}

void CheckpointController::download(const HubPlan& plan) {
    emit progressed(0.0, tr("downloading"));
    start(QString::fromStdString(plan.id.text()), [plan, place = place_](const Job& job) {
        tvlt::download(plan, hubSettings(place.hubCache), job.part(0.0, 0.95));
        return loadAt(plan.id.text(), place, job.part(0.95, 1.0));
    });
}

void CheckpointController::start(const QString& pathOrId, std::function<Loaded(const Job&)> work) {
    load_.start(std::move(work), [this, pathOrId](Result<Loaded> result) {
        if (!result) {
            emit failed(result.error());
            return;
        }
        if (result->offer) {
            emit downloadOffered(*result->offer);
            return;
        }
        checkpoint_ = result->checkpoint;
        runsOn_ = QString::fromStdString(result->runsOn);
        take(pathOrId, std::move(result->classifier));
        if (result->broken)
            emit failed(*result->broken);
    });
}

void CheckpointController::take(const QString& pathOrId, std::shared_ptr<const Checkpoint> classifier) {
    source_ = lastingSource(pathOrId, *checkpoint_);
    // One that a person chose, or is choosing, stays; the analysis says where it does not fit.
    const bool chosen = companion_.running() || (classifier_ && !demoClassifier_);
    if (!chosen) {
        demoClassifier_ = classifier != nullptr;
        classifier_ = std::move(classifier);
    }
    emit loaded();
    hash();
}

void CheckpointController::loadClassifier(const QString& pathOrId) {
    emit progressed(0.0, tr("loading the classifier"));
    companion_.start([path = pathOrId.toStdString(),
                      place = place_](const Job& job) { return loadClassifierOn(path, optionsAt(place), job); },
                     [this](Result<std::shared_ptr<const Checkpoint>> result) {
                         if (!result) {
                             emit failed(result.error());
                             return;
                         }
                         classifier_ = std::move(result).value();
                         demoClassifier_ = false;
                         emit classifierChanged();
                     });
}

void CheckpointController::dropClassifier() {
    companion_.cancel();
    if (!classifier_)
        return;
    classifier_.reset();
    demoClassifier_ = false;
    emit classifierChanged();
}

void CheckpointController::hash() {
    hash_.cancel();
    if (checkpoint_->weights.empty())
        return;
    // An unreadable hash is an empty line in a card, not a failure of what the person asked for.
    hash_.start([weights = checkpoint_->weights](const Job& job) { return fileHash(weights, job); },
                [this](Result<std::string> hash) {
                    if (hash)
                        emit hashReady(QString::fromStdString(*hash));
                });
}

} // namespace tvlt
