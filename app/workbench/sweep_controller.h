#pragma once

#include "app/workbench/background.h"
#include "core/sweep/sweep.h"

#include <QObject>

#include <memory>

namespace tvlt {

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

  signals:
    /// sweep() is another one, or runs no more.
    void changed();
    void failed(const tvlt::Error& error);
    void progressed(double fraction, const QString& stage);
    void idle();

  private:
    void take(quint64 run, const SweepSample& sample);

    Workbench& workbench_;
    std::shared_ptr<const Sweep> sweep_;
    quint64 number_ = 0; ///< samples of earlier runs may still be on their way
    Background run_;
};

} // namespace tvlt
