#pragma once

#include <QWidget>

class QCPGraph;
class QCPItemLine;
class QCustomPlot;

namespace tvlt {

struct Analysis;
class ViewState;

/// Where in time the reconstruction is wrong: mean error per frame (pixels, left axis) and per time step (audio, right
/// axis), on the shared range and cursor.
class ErrorCurves : public QWidget {
    Q_OBJECT

  public:
    explicit ErrorCurves(ViewState& state, QWidget* parent = nullptr);
    /// nullptr clears.
    void setAnalysis(const Analysis* analysis);

  protected:
    void changeEvent(QEvent*) override;

  private:
    void restyle();
    void moveCursor();
    void applyRange();

    ViewState& state_;
    QCustomPlot* plot_;
    QCPGraph* pixel_;
    QCPGraph* audio_;
    QCPItemLine* cursor_;
};

} // namespace tvlt
