#pragma once

#include "widgets/figure/panel_figure.h"

#include <QImage>

#include <optional>

namespace tvlt {

/// One line of a BarPanel.
struct FigureBar {
    QString name;
    double value = 0.0;
    QString text;        ///< the value in words, at the right
    QImage picture;      ///< stands before the name; null: none
    bool marked = false; ///< in bold and stronger: it is the one that is looked for
};

/// Horizontal bars from zero, with names at the left and numbers at the right.
struct FigureBars {
    QString title; ///< of the axis below
    double low = 0.0;
    double high = 1.0;
    QColor color = palette::kWhole;
    std::vector<FigureBar> bars;
};

/// A panel as high as its bars ask for.
[[nodiscard]] PlotPanel barPanel(FigureBars bars);

} // namespace tvlt
