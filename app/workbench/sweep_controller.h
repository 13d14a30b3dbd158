#pragma once

#include "app/workbench/background.h"
#include "core/sweep/sweep.h"

#include <QObject>

#include <memory>

namespace tvlt {

struct Checkpoint;
struct ClipFeatures;
class Workbench;

/// What a person asks of a sweep.
struct SweepPlan {
    int ratios = 11; ///< from 0 to 1
    int seeds = 3;
    bool grid = false; ///< every pixel ratio with every audio ratio instead of one after the other
};

/// Runs a sweep of the open clip on a thread of its own and keeps what has come so far. GUI thread.
class SweepController : public QObject {
    Q_OBJECT

  public:
    explicit SweepController(Workbench& workbench, QObject* parent = nullptr);

    /// Nothing that could be swept: no clip, no checkpoint or none that paints.
    [[nodiscard]] bool ready() const;
    /// Starts anew on the mask now set; what ran is dropped.
    void start(const SweepPlan& plan);
    void cancel() { run_.cancel(); }
    [[nodiscard]] bool running() const { return run_.running(); }
    /// As far as it has come; null: none was started for this clip and checkpoint.
    [[nodiscard]] const std::shared_ptr<const Sweep>& sweep() const { return sweep_; }
    /// What it was run on; null with sweep().
    [[nodiscard]] const std::shared_ptr<const ClipFeatures>& features() const { return features_; }
    [[nodiscard]] const std::shared_ptr<const Checkpoint>& checkpoint() const { return checkpoint_; }

  signals:
    /// sweep() is another one, or runs no more.
    void changed();
    void failed(const tvlt::Error& error);
    void progressed(double fraction, const QString& stage);
    void idle();

  private:
    void take(const SweepSample& sample);

    Workbench& workbench_;
    std::shared_ptr<const Sweep> sweep_;
    std::shared_ptr<const ClipFeatures> features_;
    std::shared_ptr<const Checkpoint> checkpoint_;
    Background run_;
};

} // namespace tvlt
