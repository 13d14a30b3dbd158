#pragma once

#include "app/workbench/sync_controller.h"
#include "app/workbench/workspace.h"

class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSpinBox;
class QStackedWidget;

namespace tvlt {

struct Analysis;
class ScoreBars;
class SyncPlot;

/// What the heads say of the open segment: classes or a regression's values, the matching score, its sync curve, and
/// the pairs with another clip.
class ScoresPage : public Workspace {
    Q_OBJECT

  public:
    static constexpr QLatin1String kJob{"matching"};

    explicit ScoresPage(Workbench& workbench, QWidget* parent = nullptr);

    [[nodiscard]] bool busy() const override { return sync_.busy(); }
    void cancel(const QString& job) override;
    /// A curve that takes no longer than so many seconds need not be asked for; 4 at first.
    void setGlance(double seconds) { glance_ = seconds; }
    [[nodiscard]] std::optional<PageFigure> figure() const override;

  protected:
    void showEvent(QShowEvent*) override;

  private:
    QWidget* buildScores();
    QWidget* buildSync();
    void wire();
    void refresh();
    void showClasses(const Analysis* analysis);
    void showMatching(const Analysis* analysis);
    void showSync();
    void startIfCheap();
    void chooseOther();

    Workbench& workbench_;
    SyncController sync_;
    double glance_ = 4.0;
    QLabel* classesTitle_;
    QSpinBox* most_;
    ScoreBars* classes_;
    QLabel* classesNote_;
    QLabel* matching_;
    QLabel* matchingNote_;
    ScoreBars* swapped_;
    QLabel* swappedNote_;
    QPushButton* chooseOther_;
    QPushButton* dropOther_;
    QDoubleSpinBox* reach_;
    QDoubleSpinBox* step_;
    QPushButton* run_;
    QLabel* state_;
    QStackedWidget* plots_;
    QLabel* empty_;
    SyncPlot* plot_;
};

} // namespace tvlt
