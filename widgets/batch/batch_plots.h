#pragma once

#include "core/batch/batch_table.h"

#include <QWidget>

#include <memory>

class QCPAxisRect;
class QCPLegend;
class QCustomPlot;

namespace tvlt {

/// Two measures of a batch: how the first is distributed, and below, on the same axis, the second against it; one mark
/// a clip, coloured by class where the batch has classes. A click chooses a clip, a double click opens it.
class BatchPlots : public QWidget {
    Q_OBJECT

  public:
    explicit BatchPlots(QWidget* parent = nullptr);
    /// `across`, `up`: indices into BatchTable::columns. Null clears.
    void setTable(std::shared_ptr<const BatchTable> table, int across, int up);
    /// An index into BatchTable::clips, or -1. Emits nothing.
    void setChosen(int clip);
    /// Where a clip's mark stands, in the plot's pixels; null: it has none.
    [[nodiscard]] QPointF markAt(int clip) const;
    [[nodiscard]] QCustomPlot* plot() { return plot_; }

  signals:
    void clipChosen(int clip);
    void clipActivated(int clip);

  protected:
    void changeEvent(QEvent*) override;

  private:
    void rebuild();
    void addBars();
    void addMarks();
    void styleLegend();
    void addChosen();
    /// The clip whose mark is under a position; -1: none is.
    [[nodiscard]] int clipAt(const QPointF& position) const;
    void showTip(const QPointF& position);

    std::shared_ptr<const BatchTable> table_;
    const BatchColumn* across_ = nullptr; ///< of table_; null: nothing to show
    const BatchColumn* up_ = nullptr;
    int chosen_ = -1;
    QCustomPlot* plot_;
    QCPAxisRect* bars_;
    QCPAxisRect* marks_;
    QCPLegend* legend_;
};

} // namespace tvlt
