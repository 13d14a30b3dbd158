#pragma once

#include "core/curves/curve_points.h"
#include "widgets/figure/axis_painter.h"
#include "widgets/figure/curve_axis.h"

#include <QColor>
#include <QLineF>
#include <QPolygonF>
#include <QRectF>
#include <QString>

#include <optional>
#include <vector>

class QPainter;

namespace tvlt {

struct MeasuredCurve;

/// One measure over the steps: what is drawn, in the measure's own unit.
struct CurvePanel {
    QString title;
    QString unit; ///< of the vertical axis
    QColor color;
    std::vector<CurvePoint> raw;  ///< of each step, thinned
    std::vector<CurvePoint> mean; ///< smoothed, thinned; empty where there are too few steps to smooth
    std::vector<CurvePoint> validation;
    std::optional<double> chance; ///< what guessing gives
    CurveAxis axis;
    QRectF plot;     ///< set by the layout
    AxisScale steps; ///< to x; set by the layout
};

struct CurvePanelStyle {
    QString title;
    QString unit;
    QColor color;
    std::optional<CurveRange> range; ///< fixed; else it follows from the values
    std::optional<double> chance;
};

/// The points of a measure. `window`: steps to smooth over, 1 for none.
[[nodiscard]] CurvePanel curvePanel(const CurvePanelStyle& style, const std::vector<double>& steps,
                                    const MeasuredCurve& curve, std::size_t window, int mostTicks);

/// Colours of a panel's three kinds of line.
[[nodiscard]] QColor rawColor(const QColor& color);
[[nodiscard]] QColor validationColor(const QColor& color);

/// A line through points, in the painter's units, in the manner of each kind; for panels and their legend.
void paintRaw(QPainter& painter, const QPolygonF& line, const QColor& color);
void paintMean(QPainter& painter, const QPolygonF& line, const QColor& color);
void paintValidation(QPainter& painter, const QPolygonF& line, const QColor& color);
void paintChance(QPainter& painter, const QLineF& line);

/// Paints grid, lines and axes with `stepTicks`; the painter's font is that of the ticks.
void paintPanel(QPainter& painter, const CurvePanel& panel, const std::vector<Tick>& stepTicks);

} // namespace tvlt
