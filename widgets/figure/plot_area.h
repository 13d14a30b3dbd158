#pragma once

#include "widgets/figure/axis_painter.h"
#include "widgets/figure/figure_layout.h"

#include <QRectF>

#include <utility>
#include <vector>

class QPainter;

namespace tvlt {

/// Width of axes and grid lines in a figure.
inline constexpr double kAxisLine = 0.15 * kUnitsPerMm;

/// Most ticks of a plot's vertical axis.
inline constexpr int kUpTicks = 6;

/// A plot with axes: where it lies within its panel, and its scales.
struct PlotArea {
    QRectF area;
    AxisScale across;
    AxisScale up;
    std::vector<Tick> acrossTicks;
    std::vector<Tick> upTicks;
};

/// Lays a plot out in `place` for ranges of values, with room for ticks and titles; `painter` has the font that
/// paintPlotFrame() will be called with. `leftLabels`: the width of labels to make room for, where plots stand below
/// each other; else the ticks' own.
[[nodiscard]] PlotArea plotArea(const QPainter& painter, const QRectF& place, double fontSize,
                                std::pair<double, double> across, std::pair<double, double> up,
                                double leftLabels = 0.0);
/// Axes with ticks and titles.
void paintPlotFrame(QPainter& painter, const PlotArea& plot, double fontSize, const QString& acrossTitle,
                    const QString& upTitle);
/// A line for each tick of the vertical axis.
void paintPlotGrid(QPainter& painter, const PlotArea& plot);
/// From the least to the greatest value, wider at each end by a share of that; (-1, 1) without values.
[[nodiscard]] std::pair<double, double> paddedRange(const std::vector<double>& values, double margin);

} // namespace tvlt
