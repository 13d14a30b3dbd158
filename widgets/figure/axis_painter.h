#pragma once

#include "widgets/figure/tick.h"

#include <QString>

#include <vector>

class QFontMetricsF;
class QPainter;
class QPointF;
class QRectF;

namespace tvlt {

/// A straight map from a value to a coordinate of the painter.
struct AxisScale {
    double low = 0.0;
    double high = 1.0;
    double from = 0.0; ///< where `low` lies
    double to = 1.0;

    [[nodiscard]] double at(double value) const {
        return high == low ? from : from + (value - low) / (high - low) * (to - from);
    }
    [[nodiscard]] double valueAt(double coordinate) const {
        return to == from ? low : low + (coordinate - from) / (to - from) * (high - low);
    }
};

enum class AxisEdge { Bottom, Left, Right };
enum class TickLabels { Shown, Omitted };

/// Length of a tick, and of the gap between it and its label: shares of the font's size.
[[nodiscard]] double tickLength(double fontSize);
[[nodiscard]] double tickGap(double fontSize);

/// Ticks (and their labels) outside an edge of `plot`, with the painter's pen, and its font, which must be sized in
/// pixels. Draws no line along the edge.
void paintTicks(QPainter& painter, const QRectF& plot, AxisEdge edge, const AxisScale& scale,
                const std::vector<Tick>& ticks, TickLabels labels = TickLabels::Shown);

/// Text around a point: horizontally centred, its line of text's middle on y.
void paintCentred(QPainter& painter, const QPointF& middle, const QString& text);
/// The same, turned to read upwards.
void paintCentredUpwards(QPainter& painter, const QPointF& middle, const QString& text);

/// Widest label.
[[nodiscard]] double widestLabel(const std::vector<Tick>& ticks, const QFontMetricsF& metrics);

} // namespace tvlt
