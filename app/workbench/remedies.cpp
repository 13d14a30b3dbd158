#include "app/workbench/remedies.h"

#include "app/workbench/workbench.h"

#include <QAction>

namespace tvlt {
namespace {

constexpr double kShortest = 0.1; // seconds

} // namespace

std::vector<Remedy> remediesFor(const Error& error, const QString& job, const QString& runsOn) {
    std::vector<Remedy> remedies;
    if (error.kind == Error::Kind::Cancelled)
        return remedies;
    const bool analysis = job == Workbench::kAnalysisJob;
    const bool memory = error.kind == Error::Kind::OutOfMemory;
    if (analysis)
        remedies.push_back(Remedy::RunAgain);
    if (analysis && memory)
        remedies.push_back(Remedy::HalfSegment);
    if ((analysis || job == Workbench::kCheckpointJob) && memory && !runsOn.isEmpty() && !runsOn.startsWith("cpu"))
        remedies.push_back(Remedy::RunOnCpu);
    return remedies;
}

Remedies::Remedies(Workbench& workbench, QObject* parent)
    : QObject(parent), workbench_(workbench), runAgain_(new QAction(tr("Run again"), this)),
      half_(new QAction(tr("Run on half the segment"), this)), onCpu_(new QAction(tr("Run on the CPU"), this)) {
    runAgain_->setObjectName("remedyRunAgain");
    runAgain_->setToolTip(tr("Ask the model once more, with what is set now"));
    half_->setObjectName("remedyHalfSegment");
    half_->setToolTip(tr("Keep the segment's first half: fewer tokens take less memory"));
    onCpu_->setObjectName("remedyRunOnCpu");
    onCpu_->setToolTip(
        tr("Load the checkpoint for the CPU until the next start, and run there: slower, with more memory"));
    connect(runAgain_, &QAction::triggered, this, [this] { workbench_.analyses().rerun(); });
    connect(half_, &QAction::triggered, this, [this] {
        if (const auto segment = half())
            workbench_.setSegment(*segment);
    });
    connect(onCpu_, &QAction::triggered, this, [this] { workbench_.checkpoints().reloadOnCpu(); });
}

QList<QAction*> Remedies::actionsFor(const Error& error, const QString& job) const {
    QList<QAction*> actions;
    for (const Remedy remedy : remediesFor(error, job, workbench_.checkpoints().runsOn())) {
        if (remedy == Remedy::HalfSegment && !half())
            continue;
        actions << (remedy == Remedy::RunAgain ? runAgain_ : remedy == Remedy::HalfSegment ? half_ : onCpu_);
    }
    return actions;
}

std::optional<Segment> Remedies::half() const {
    auto segment = workbench_.segment();
    if (!segment || segment->duration < 2 * kShortest)
        return std::nullopt;
    segment->duration /= 2;
    return segment;
}

} // namespace tvlt
