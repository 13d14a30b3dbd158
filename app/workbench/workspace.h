#pragma once

#include "app/workbench/page_figure.h"
#include "core/base/error.h"

#include <QWidget>

#include <optional>

namespace tvlt {

/// A page of the window that answers one question about the open clip, with a tab of its own: windowTitle() is the
/// tab's label, toolTip() says the question, objectName() names it on the command line. It builds its own views and
/// controllers on a Workbench and computes only while it is shown. GUI thread.
class Workspace : public QWidget {
    Q_OBJECT

  public:
    using QWidget::QWidget;

    /// Work of its own runs or is about to.
    [[nodiscard]] virtual bool busy() const { return false; }
    /// Stops the work called `job`, as jobReported() named it; an empty name stops all.
    virtual void cancel(const QString& job) { Q_UNUSED(job) }
    /// Of what is shown now; none: nothing is, yet.
    [[nodiscard]] virtual std::optional<PageFigure> figure() const { return {}; }
    /// What to do so that there is a figure, for people.
    [[nodiscard]] virtual QString figureAdvice() const { return tr("Wait until the page shows its result."); }
    /// What the figure shows, for its file's name: "sweep".
    [[nodiscard]] virtual QString figureName() const { return objectName(); }

    /// The page within this one that is in front, by its objectName(); empty: it has none.
    [[nodiscard]] virtual QString part() const { return {}; }
    /// Brings a page within this one to the front, by its objectName(); false: there is none.
    virtual bool showPart(const QString& name) {
        Q_UNUSED(name)
        return false;
    }

  signals:
    /// As Workbench's signals of these names.
    void errorRaised(const tvlt::Error& error, const QString& job);
    void jobReported(const QString& job, double fraction, const QString& stage);
    void jobFinished(const QString& job);
};

} // namespace tvlt
