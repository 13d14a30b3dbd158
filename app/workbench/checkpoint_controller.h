#pragma once

#include "app/hub/hub_download.h"
#include "app/workbench/background.h"
#include "core/checkpoint/checkpoint.h"

#include <QObject>
#include <QString>

#include <memory>

namespace tvlt {

/// Where checkpoints come from and where they run.
struct ModelPlace {
    std::string device = "auto"; ///< as chooseDevice() takes it
    Dtype dtype = Dtype::F32;
    std::filesystem::path hubCache; ///< empty: hubCacheFolder()
};

/// What names the checkpoint that `pathOrId` named, in other folders too: a hub id as it is, a path from the root on.
[[nodiscard]] QString lastingSource(const QString& pathOrId, const Checkpoint& checkpoint);

/// The checkpoint in use and the classifier that accompanies it; loaded and hashed off the GUI thread. The ones before
/// stay in use until the new ones are whole. The default checkpoint brings the demo classifier; another one drops that.
/// A demo that is broken gives way to untrained weights, which failed() tells.
class CheckpointController : public QObject {
    Q_OBJECT

  public:
    explicit CheckpointController(QObject* parent = nullptr);

    /// A folder, a file, or a hub id; empty: the default one. For an id that is not in the local cache the hub is asked
    /// what a download would bring, and that is offered.
    void load(const QString& pathOrId);
    /// Accepts what downloadOffered() told: downloads and loads.
    void download(const HubPlan& plan);
    /// A companion for the checkpoint in use.
    void loadClassifier(const QString& pathOrId);
    void dropClassifier();
    void cancel() {
        load_.cancel();
        companion_.cancel();
    }
    /// "auto", "cpu", "cuda:0"; takes effect with the next load().
    void setDevice(const QString& device, Dtype dtype);
    /// Loads the one in use, and its classifier, for the CPU; so will load() until setDevice().
    void reloadOnCpu();
    /// Where hub ids are looked for from the next load() on; empty: hubCacheFolder().
    void setHubCache(const QString& folder);
    [[nodiscard]] const std::shared_ptr<const Checkpoint>& checkpoint() const { return checkpoint_; }
    /// Null: none.
    [[nodiscard]] const std::shared_ptr<const Checkpoint>& classifier() const { return classifier_; }
    /// What load() was given for the checkpoint in use; empty: the default one.
    [[nodiscard]] QString source() const { return source_; }
    /// "cpu, f32": what the checkpoint in use was loaded for.
    [[nodiscard]] QString runsOn() const { return runsOn_; }
    /// Loads a checkpoint for the device and dtype now set, beside the one in use; for any thread. Throws Exception.
    using Loader = std::function<std::shared_ptr<const Checkpoint>(const std::string& pathOrId, const Job& job)>;
    [[nodiscard]] Loader loader() const;
    [[nodiscard]] bool busy() const { return load_.running() || companion_.running(); }

  signals:
    void loaded();
    /// load() needs a download, which only a person may allow.
    void downloadOffered(const tvlt::HubPlan& plan);
    /// Another one, or none.
    void classifierChanged();
    void hashReady(const QString& sha256);
    void failed(const tvlt::Error& error);
    void progressed(double fraction, const QString& stage);
    void idle();

  private:
    struct Loaded;
    static Loaded loadAt(const std::string& pathOrId, const ModelPlace& place, const Job& job);
    /// `work` loads what `pathOrId` names.
    void start(const QString& pathOrId, std::function<Loaded(const Job&)> work);
    void take(const QString& pathOrId, std::shared_ptr<const Checkpoint> classifier);
    void hash();

    ModelPlace place_;
    std::shared_ptr<const Checkpoint> checkpoint_;
    std::shared_ptr<const Checkpoint> classifier_;
    bool demoClassifier_ = false; ///< it came with the demo, not by a person's choice
    QString source_;
    QString runsOn_;
    Background load_;
    Background companion_;
    Background hash_;
};

} // namespace tvlt
