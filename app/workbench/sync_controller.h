#pragma once

#include "app/workbench/background.h"
#include "core/prediction/matching.h"
#include "core/prediction/sync.h"

#include <QObject>

#include <memory>
#include <optional>

namespace tvlt {

struct ClipFeatures;
class Workbench;

/// Asks the matching head about the open segment: its sync curve, and picture and sound swapped with another clip's.
/// Keeps what was answered about the segment and checkpoint now open. GUI thread.
class SyncController : public QObject {
    Q_OBJECT

  public:
    explicit SyncController(Workbench& workbench, QObject* parent = nullptr);

    /// Why nothing can be asked, for people; empty: it can.
    [[nodiscard]] QString reasonAgainst() const;
    /// Draws the curve anew.
    void start(double reach, double step);
    /// Swaps with this clip from now on, also when another segment is open; empty: with none.
    void setOther(const QString& path);
    [[nodiscard]] const QString& other() const { return other_; }
    void cancel();
    [[nodiscard]] bool running() const { return curve_.running(); }
    [[nodiscard]] bool busy() const { return curve_.running() || swap_.running(); }
    /// As far as it has come; null: none was started for this segment and checkpoint.
    [[nodiscard]] const std::shared_ptr<const SyncCurve>& sync() const { return sync_; }
    [[nodiscard]] const std::optional<SwapMatch>& swapped() const { return swapped_; }

  signals:
    /// sync() or swapped() is another one, or something runs no more.
    void changed();
    void failed(const tvlt::Error& error);
    void progressed(double fraction, const QString& stage);
    void idle();

  private:
    void forget();
    void askSwapped();

    Workbench& workbench_;
    std::shared_ptr<const ClipFeatures> features_; ///< what the answers are about
    std::shared_ptr<const Checkpoint> checkpoint_;
    std::shared_ptr<const SyncCurve> sync_;
    QString other_;
    std::optional<SwapMatch> swapped_;
    Background curve_;
    Background swap_;
};

} // namespace tvlt
