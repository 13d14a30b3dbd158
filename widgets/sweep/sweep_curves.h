#pragma once

#include "core/sweep/sweep_point.h"

#include <QWidget>

#include <array>
#include <memory>
#include <optional>
#include <vector>

class QCPAxisRect;
class QCPMarginGroup;
class QCustomPlot;

namespace tvlt {

struct Sweep;
struct SweepPanel;

/// The curves of a sweep, a row a measure and a column a ratio, as they come. A click on a point chooses it.
class SweepCurves : public QWidget {
    Q_OBJECT

  public:
    explicit SweepCurves(QWidget* parent = nullptr);
    /// Null clears.
    void setSweep(std::shared_ptr<const Sweep> sweep);
    /// Where the mask now set stands: marked on every panel.
    void setCurrent(const MaskSettings& mask);
    [[nodiscard]] QCustomPlot* plot() { return plot_; }

  signals:
    void pointChosen(const tvlt::SweepPoint& point);

  protected:
    void changeEvent(QEvent*) override;

  private:
    struct Shown {
        QCPAxisRect* rect = nullptr;
        Modality varied = Modality::Pixel;
        SweepMeasure measure = SweepMeasure::PixelLoss;
    };
    void rebuild();
    void addPanel(const SweepPanel& panel, int row, int column);
    /// The point of a curve nearest to a place on the plot; none within reach.
    [[nodiscard]] std::optional<SweepPoint> pointAt(const QPointF& position) const;
    void showTip(const QPointF& position);

    std::shared_ptr<const Sweep> sweep_;
    MaskSettings current_;
    QCustomPlot* plot_;
    std::array<QCPMarginGroup*, 2> margins_; ///< plots of a column begin at one x
    std::vector<Shown> shown_;
};

} // namespace tvlt
