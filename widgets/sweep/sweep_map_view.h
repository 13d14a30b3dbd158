#pragma once

#include "core/sweep/sweep_summary.h"
#include "widgets/figure/color_map.h"

#include <QWidget>

#include <memory>
#include <optional>

namespace tvlt {

struct Sweep;

/// One measure over both ratios as a heat map: pixel ratio to the right, audio ratio upwards. A click on a cell chooses
/// it; hovering says its value.
class SweepMapView : public QWidget {
    Q_OBJECT

  public:
    explicit SweepMapView(QWidget* parent = nullptr);
    /// Null clears.
    void setSweep(std::shared_ptr<const Sweep> sweep);
    void setMeasure(SweepMeasure measure);
    void setCurrent(const MaskSettings& mask);
    /// Where a cell lies: `pixel`, `audio` are indices of the ratios that were run, ascending.
    [[nodiscard]] QRectF cellRect(int pixel, int audio) const;

  signals:
    void pointChosen(const tvlt::SweepPoint& point);

  protected:
    void paintEvent(QPaintEvent*) override;
    void mouseMoveEvent(QMouseEvent*) override;
    void mouseReleaseEvent(QMouseEvent*) override;

  private:
    void rebuild();
    [[nodiscard]] QRectF plotRect() const;
    struct Cell {
        int pixel = 0;
        int audio = 0;
    };
    [[nodiscard]] std::optional<Cell> cellAt(const QPointF& position) const;

    std::shared_ptr<const Sweep> sweep_;
    SweepMeasure measure_ = SweepMeasure::PixelLoss;
    MaskSettings current_;
    SweepMap map_;
    ColorScale scale_;
};

} // namespace tvlt
