#pragma once

#include <QWidget>

#include <memory>

class QComboBox;
class QLabel;
class QTableWidget;

namespace tvlt {

struct Analysis;
class ErrorCurves;
class MomentTable;
class ScoreBars;
class ViewState;

/// Losses and errors of the reconstruction per modality, hidden and visible patches apart, as a whole or by frame and
/// second, the matching score, and the classes or a regression's values.
class MetricsPanel : public QWidget {
    Q_OBJECT

  public:
    explicit MetricsPanel(ViewState& state, QWidget* parent = nullptr);
    /// nullptr clears. `updating`: the numbers are older than what is set, and are dimmed.
    void setAnalysis(const std::shared_ptr<const Analysis>& analysis, bool updating);

  signals:
    /// A line of the table by frame or second was chosen.
    void timeChosen(double seconds);

  private:
    void setScope();
    void setNumbers(const Analysis* analysis);
    void setPredictions(const Analysis* analysis);

    ViewState& state_;
    std::shared_ptr<const Analysis> analysis_;
    QComboBox* scope_;
    QTableWidget* table_;
    MomentTable* moments_;
    ErrorCurves* curves_;
    QLabel* missing_; ///< instead of a table of dashes
    QLabel* matching_;
    QLabel* classesTitle_;
    ScoreBars* classes_;
    QLabel* values_; ///< of a regression, in place of the classes
};

} // namespace tvlt
