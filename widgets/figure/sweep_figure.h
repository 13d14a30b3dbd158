#pragma once

#include "widgets/figure/color_bar.h"
#include "widgets/figure/figure_layout.h"
#include "widgets/figure/sweep_panels.h"

#include <filesystem>

class QPainter;

namespace tvlt {

struct Sweep;

/// How a figure of a sweep looks. The defaults are those of `tvlt sweep` and of the window's export.
struct SweepFigureOptions {
    double widthMm = 180.0; ///< 80 to 1000
    int dpi = 300;          ///< PNG only, 30 to 1200
    double fontPt = 7.0;    ///< 4 to 14
};

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
/// The constructor throws BadInput for options out of range, or a sweep in which nothing was measured.
class SweepFigure {
  public:
    explicit SweepFigure(const Sweep& sweep, const SweepFigureOptions& options = {});

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

/// Writes the figure as .png, .svg or .pdf (by extension, any case), atomically. Throws Exception.
void exportSweep(const Sweep& sweep, const std::filesystem::path& path, const SweepFigureOptions& options = {});

} // namespace tvlt
