#include "app/workbench/predict_workspace.h"

#include "app/workbench/folder_page.h"
#include "app/workbench/occlusion_page.h"
#include "app/workbench/scores_page.h"
#include "widgets/style/spacing.h"

#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace tvlt {

PredictWorkspace::PredictWorkspace(Workbench& workbench, QWidget* parent) : Workspace(parent), tabs_(new QTabWidget) {
    setObjectName("predict");
    setWindowTitle(tr("Predict"));
    setToolTip(tr("What the heads say of the clip, what that hangs on, and how other clips compare"));
    tabs_->setObjectName("predictPages");
    tabs_->setDocumentMode(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, kUnit / 2, 0, 0);
    column->addWidget(tabs_);
    add(new ScoresPage(workbench));
    add(new OcclusionPage(workbench));
    add(new FolderPage(workbench));
}

void PredictWorkspace::add(Workspace* part) {
    const int index = tabs_->addTab(part, part->windowTitle());
    tabs_->setTabToolTip(index, part->toolTip());
    part->setToolTip({}); // of the tab, not of everything on the page
    parts_ << part;
    connect(part, &Workspace::errorRaised, this, &Workspace::errorRaised);
    connect(part, &Workspace::jobReported, this, &Workspace::jobReported);
    connect(part, &Workspace::jobFinished, this, &Workspace::jobFinished);
}

Workspace* PredictWorkspace::current() const {
    return parts_.at(tabs_->currentIndex());
}

bool PredictWorkspace::busy() const {
    return std::any_of(parts_.begin(), parts_.end(), [](const Workspace* part) { return part->busy(); });
}

void PredictWorkspace::cancel(const QString& job) {
    for (Workspace* part : parts_)
        part->cancel(job);
}

std::optional<PageFigure> PredictWorkspace::figure() const {
    return current()->figure();
}

QString PredictWorkspace::figureAdvice() const {
    return current()->figureAdvice();
}

QString PredictWorkspace::figureName() const {
    return current()->figureName();
}

QString PredictWorkspace::part() const {
    return current()->objectName();
}

bool PredictWorkspace::showPart(const QString& name) {
    for (Workspace* part : parts_)
        if (part->objectName() == name) {
            tabs_->setCurrentWidget(part);
            return true;
        }
    return false;
}

} // namespace tvlt
