#pragma once

#include "widgets/figure/color_bar.h"
#include "widgets/figure/figure_file.h"
#include "widgets/figure/figure_layout.h"
#include "widgets/figure/figure_look.h"
#include "widgets/figure/sweep_panels.h"

class QPainter;

namespace tvlt {

struct Sweep;

struct SweepPanelPlace {
    SweepPanel panel;
    QRectF plot;
    std::vector<Tick> ratioTicks;
    std::vector<Tick> valueTicks;
};

/// One measure over both ratios: a cell a pair.
struct SweepMapPlace {
    QString title;
    SweepMap map;
    ColorBar bar;
    QRectF plot;
    QRectF barBody;
};

/// Paints the curves of a sweep, a row a measure and a column a ratio, with the band of a standard deviation and the
/// trained ratio marked; and, where both ratios were varied together, a heat map of each loss. Needs a QGuiApplication.
/// The constructor throws BadInput for a look out of range, or a sweep in which nothing was measured.
class SweepFigure {
  public:
    explicit SweepFigure(const Sweep& sweep, const FigureLook& look = {});

    [[nodiscard]] QSizeF sizeMm() const { return size_ / kUnitsPerMm; }
    /// Paints as large as fits into the middle of `target`.
    void paint(QPainter& painter, const QRectF& target) const;
    [[nodiscard]] const std::vector<SweepPanelPlace>& panels() const { return panels_; }
    [[nodiscard]] const std::vector<SweepMapPlace>& maps() const { return maps_; }

  private:
    void placePanels(const Sweep& sweep);
    void placeMaps(const Sweep& sweep);
    void placeCaption(const Sweep& sweep);

    QSizeF size_;
    double fontSize_ = 0.0;
    double y_ = 0.0; ///< next free
    std::vector<SweepPanelPlace> panels_;
    std::vector<SweepMapPlace> maps_;
    std::vector<PlacedText> texts_;
};

/// The figure, ready to be written, without a recipe. Throws as SweepFigure's constructor.
[[nodiscard]] FigurePage sweepPage(const Sweep& sweep, const FigureLook& look = {});

} // namespace tvlt
