#pragma once

#include <QWidget>

#include <memory>

class QLabel;
class QTableWidget;

namespace tvlt {

struct Analysis;
class ErrorCurves;
class ScoreBars;
class ViewState;

/// Losses and errors of the reconstruction per modality, hidden and visible patches apart, the matching score and the
/// classes.
class MetricsPanel : public QWidget {
    Q_OBJECT

  public:
    explicit MetricsPanel(ViewState& state, QWidget* parent = nullptr);
    /// nullptr clears. `updating`: the numbers are older than what is set, and are dimmed.
    void setAnalysis(const std::shared_ptr<const Analysis>& analysis, bool updating);

  private:
    void setNumbers(const Analysis* analysis);
    void setPredictions(const Analysis* analysis);

    std::shared_ptr<const Analysis> analysis_;
    QTableWidget* table_;
    ErrorCurves* curves_;
    QLabel* missing_; ///< instead of a table of dashes
    QLabel* matching_;
    QLabel* classesTitle_;
    ScoreBars* classes_;
};

} // namespace tvlt
