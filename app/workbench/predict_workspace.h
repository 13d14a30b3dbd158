#pragma once

#include "app/workbench/workspace.h"

class QTabWidget;

namespace tvlt {

class Workbench;

/// The page "Predict": what the heads say of the open segment, what their answers hang on, and how a folder of clips
/// stands to it. Each is a workspace of its own.
class PredictWorkspace : public Workspace {
    Q_OBJECT

  public:
    explicit PredictWorkspace(Workbench& workbench, QWidget* parent = nullptr);

    [[nodiscard]] bool busy() const override;
    void cancel(const QString& job) override;
    [[nodiscard]] std::optional<PageFigure> figure() const override;
    [[nodiscard]] QString figureAdvice() const override;
    [[nodiscard]] QString figureName() const override;
    [[nodiscard]] QString part() const override;
    bool showPart(const QString& name) override;

  private:
    void add(Workspace* part);
    [[nodiscard]] Workspace* current() const;

    QTabWidget* tabs_;
    QList<Workspace*> parts_;
};

} // namespace tvlt
