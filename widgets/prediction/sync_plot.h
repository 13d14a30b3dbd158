#pragma once

#include "core/prediction/sync.h"

#include <QWidget>

#include <memory>

class QCustomPlot;

namespace tvlt {

/// The matching logit against the shift of the sound, as it comes. Points that hear only part of the segment are
/// hollow, the best one is large, and a tooltip has the numbers.
class SyncPlot : public QWidget {
    Q_OBJECT

  public:
    explicit SyncPlot(QWidget* parent = nullptr);
    /// Null clears.
    void setSync(std::shared_ptr<const SyncCurve> sync);
    [[nodiscard]] QCustomPlot* plot() { return plot_; }

  protected:
    void changeEvent(QEvent*) override;

  private:
    void rebuild();
    void showTip(const QPointF& position);

    std::shared_ptr<const SyncCurve> sync_;
    QCustomPlot* plot_;
};

} // namespace tvlt
