#pragma once

#include "app/workbench/background.h"
#include "core/checkpoint/checkpoint.h"

#include <QObject>
#include <QString>

#include <memory>

namespace tvlt {

/// The checkpoint in use; loaded and hashed off the GUI thread. The one before stays in use until the new one is whole.
class CheckpointController : public QObject {
    Q_OBJECT

  public:
    explicit CheckpointController(QObject* parent = nullptr);

    /// A folder, a file, or a hub id in the local cache; empty: the default one.
    void load(const QString& pathOrId);
    void cancel() { load_.cancel(); }
    /// "auto", "cpu", "cuda:0"; takes effect with the next load().
    void setDevice(const QString& device, Dtype dtype);
    [[nodiscard]] const std::shared_ptr<const Checkpoint>& checkpoint() const { return checkpoint_; }
    /// What load() was given for the checkpoint in use; empty: the default one.
    [[nodiscard]] QString source() const { return source_; }
    /// "cpu, f32": what the checkpoint in use was loaded for.
    [[nodiscard]] QString runsOn() const { return runsOn_; }
    [[nodiscard]] bool busy() const { return load_.running(); }

  signals:
    void loaded();
    void hashReady(const QString& sha256);
    void failed(const tvlt::Error& error);
    void progressed(double fraction, const QString& stage);
    void idle();

  private:
    void hash();

    QString device_ = QStringLiteral("auto");
    Dtype dtype_ = Dtype::F32;
    std::shared_ptr<const Checkpoint> checkpoint_;
    QString source_;
    QString runsOn_;
    Background load_;
    Background hash_;
};

} // namespace tvlt
