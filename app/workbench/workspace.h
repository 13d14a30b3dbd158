#pragma once

#include "core/base/error.h"
#include "core/base/job.h"

#include <QWidget>

#include <filesystem>
#include <functional>

namespace tvlt {

/// Writes a figure of values that it holds to a .png, .svg or .pdf; for any thread. Throws Exception.
using FigureWriter = std::function<void(const std::filesystem::path&, const Job&)>;

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
    /// Of what is shown now; empty: nothing is, yet.
    [[nodiscard]] virtual FigureWriter figureWriter() const { return {}; }
    /// What the figure shows, for its file's name: "sweep".
    [[nodiscard]] virtual QString figureName() const { return objectName(); }

  signals:
    /// As Workbench's signals of these names.
    void errorRaised(const tvlt::Error& error, const QString& job);
    void jobReported(const QString& job, double fraction, const QString& stage);
    void jobFinished(const QString& job);
};

} // namespace tvlt
