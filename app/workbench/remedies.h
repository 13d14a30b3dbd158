#pragma once

#include "core/base/error.h"
#include "core/base/timeline.h"

#include <QObject>
#include <QString>

#include <optional>
#include <vector>

class QAction;

namespace tvlt {

class Workbench;

/// What a person can do at once about work that failed.
enum class Remedy { RunAgain, HalfSegment, RunOnCpu };

/// Those that fit. `job`: what failed, one of Workbench's names; `runsOn`: CheckpointController::runsOn(). An analysis
/// that failed can be run again; where memory ran out, also over half the segment, and on the CPU if it was not there.
[[nodiscard]] std::vector<Remedy> remediesFor(const Error& error, const QString& job, const QString& runsOn);

/// The remedies as commands of a workbench, which outlives them. GUI thread.
class Remedies : public QObject {
    Q_OBJECT

  public:
    explicit Remedies(Workbench& workbench, QObject* parent = nullptr);
    /// Owned by this object. A halved segment is of at least a tenth of a second: shorter ones are not offered.
    [[nodiscard]] QList<QAction*> actionsFor(const Error& error, const QString& job) const;

  private:
    /// None: it would be too short, or there is no segment yet.
    [[nodiscard]] std::optional<Segment> half() const;

    Workbench& workbench_;
    QAction* runAgain_;
    QAction* half_;
    QAction* onCpu_;
};

} // namespace tvlt
