#pragma once

#include "app/workbench/columns_controller.h"
#include "app/workbench/sweep_controller.h"
#include "app/workbench/workspace.h"

class QComboBox;
class QLabel;
class QPushButton;
class QSpinBox;
class QStackedWidget;
class QTabBar;

namespace tvlt {

class ColumnCanvas;
class ColumnsView;
class PictureZoom;
class SweepCurves;
class SweepMapView;

/// "Compare": ratios, checkpoints or clips side by side, and the sweep of a loss over the ratios.
class CompareWorkspace : public Workspace {
    Q_OBJECT

  public:
    // Names of jobs, never shown.
    static constexpr QLatin1String kColumnsJob{"columns"};
    static constexpr QLatin1String kSweepJob{"sweep"};

    explicit CompareWorkspace(Workbench& workbench, QWidget* parent = nullptr);

    [[nodiscard]] ColumnsController& columns() { return columns_; }
    [[nodiscard]] SweepController& sweeps() { return sweeps_; }
    [[nodiscard]] SessionColumns session() const { return columns_.session(); }
    void restore(const SessionColumns& columns);
    [[nodiscard]] bool busy() const override;
    void cancel(const QString& job) override;
    [[nodiscard]] std::optional<PageFigure> figure() const override;
    [[nodiscard]] QString figureAdvice() const override;
    [[nodiscard]] QString figureName() const override;
    [[nodiscard]] QString part() const override;
    /// "ratios", "checkpoints", "clips" or "sweep".
    bool showPart(const QString& name) override;

  protected:
    void showEvent(QShowEvent*) override;
    void hideEvent(QHideEvent*) override;

  private:
    [[nodiscard]] std::optional<PageFigure> sweepFigure() const;
    [[nodiscard]] std::optional<PageFigure> columnsFigure() const;
    enum Page { ByRatios, ByCheckpoints, ByClips, Sweeping };
    QWidget* buildColumnsPage();
    QWidget* buildSweepPage();
    void wire();
    void choosePage(int page);
    void chooseOther();
    void showColumns();
    void showSweep();
    void startSweep();
    void see(const SweepPoint& point);
    [[nodiscard]] bool sweeping() const;

    Workbench& workbench_;
    ColumnsController columns_;
    SweepController sweeps_;
    QTabBar* pages_;
    QStackedWidget* stack_;
    ColumnsView* view_ = nullptr;
    QComboBox* ratioOf_ = nullptr;
    QPushButton* add_ = nullptr;
    QPushButton* other_ = nullptr;
    QSpinBox* ratios_ = nullptr;
    QSpinBox* seeds_ = nullptr;
    QComboBox* kind_ = nullptr;
    QComboBox* measure_ = nullptr;
    QPushButton* run_ = nullptr;
    QLabel* state_ = nullptr;
    QStackedWidget* plots_ = nullptr;
    QLabel* emptySweep_ = nullptr;
    SweepCurves* curves_ = nullptr;
    SweepMapView* map_ = nullptr;
    ColumnCanvas* seen_ = nullptr;
    QLabel* seenTitle_ = nullptr;
    PictureZoom* seenZoom_ = nullptr;
};

} // namespace tvlt
