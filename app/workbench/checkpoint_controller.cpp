#include "app/workbench/checkpoint_controller.h"

#include <utility>

namespace tvlt {
namespace {

using Loaded = std::pair<std::shared_ptr<const Checkpoint>, std::string>;

Loaded loadOn(const std::string& pathOrId, const std::string& device, Dtype dtype, const Job& job) {
    LoadOptions options;
    options.device = chooseDevice(device);
    options.dtype = dtype;
    auto checkpoint = pathOrId.empty() ? openDefaultCheckpoint(options, job) : loadCheckpoint(pathOrId, options, job);
    return {std::move(checkpoint), options.device.name + ", " + dtypeName(dtype)};
}

} // namespace

CheckpointController::CheckpointController(QObject* parent) : QObject(parent) {
    connect(&load_, &Background::progressed, this, &CheckpointController::progressed);
    connect(&load_, &Background::idle, this, &CheckpointController::idle);
}

void CheckpointController::setDevice(const QString& device, Dtype dtype) {
    device_ = device;
    dtype_ = dtype;
}

void CheckpointController::load(const QString& pathOrId) {
    emit progressed(0.0, tr("loading the checkpoint"));
    load_.start([path = pathOrId.toStdString(), device = device_.toStdString(),
                 dtype = dtype_](const Job& job) { return loadOn(path, device, dtype, job); },
                [this, pathOrId](Result<Loaded> result) {
                    if (!result) {
                        emit failed(result.error());
                        return;
                    }
                    checkpoint_ = result->first;
                    source_ = pathOrId;
                    runsOn_ = QString::fromStdString(result->second);
                    emit loaded();
                    hash();
                });
}

void CheckpointController::hash() {
    hash_.cancel();
    const std::filesystem::path path = checkpoint_->report.path;
    std::error_code ignored;
    if (path.empty() || !std::filesystem::exists(path, ignored))
        return;
    // An unreadable hash is an empty line in a card, not a failure of what the person asked for.
    hash_.start([path](const Job& job) { return fileHash(path, job); },
                [this](Result<std::string> hash) {
                    if (hash)
                        emit hashReady(QString::fromStdString(*hash));
                });
}

} // namespace tvlt
