#pragma once

#include "widgets/figure/figure_file.h"
#include "widgets/figure/figure_layout.h"
#include "widgets/figure/figure_look.h"

#include <functional>
#include <vector>

class QPainter;

namespace tvlt {

/// One part of a figure that is a column of plots.
struct PlotPanel {
    double heightMm = 40.0;
    /// Paints into `place`, in the units of kUnitsPerMm, with figureFont(fontSize) set.
    std::function<void(QPainter& painter, const QRectF& place, double fontSize)> paint;
};

/// Panels one below the other over a caption, on white. Needs a QGuiApplication. The constructor throws BadInput for
/// a look out of range.
class PanelFigure {
  public:
    PanelFigure(QString title, std::vector<PlotPanel> panels, const std::vector<TextRun>& caption,
                const FigureLook& look = {});

    [[nodiscard]] QSizeF sizeMm() const { return size_ / kUnitsPerMm; }
    /// Where a panel lies, in mm.
    [[nodiscard]] QRectF panelMm(std::size_t panel) const;
    /// Paints as large as fits into the middle of `target`.
    void paint(QPainter& painter, const QRectF& target) const;
    /// Ready to be written, without a recipe.
    [[nodiscard]] FigurePage page() const;

  private:
    QString title_;
    int dpi_;
    double fontSize_;
    QSizeF size_;
    std::vector<PlotPanel> panels_;
    std::vector<QRectF> places_;
    std::vector<PlacedText> texts_;
};

/// A checkpoint's name, and in warning colour what it calls itself: how captions begin.
[[nodiscard]] std::vector<TextRun> checkpointRuns(const std::string& name, const std::string& label);

} // namespace tvlt
