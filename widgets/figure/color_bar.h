#pragma once

#include "widgets/figure/color_map.h"
#include "widgets/figure/tick.h"

#include <QString>

#include <vector>

class QFontMetricsF;
class QPainter;
class QRectF;

namespace tvlt {

/// The key of a heat map.
struct ColorBar {
    ColorScale scale;
    QString title;             ///< quantity and unit: "level (dB)"
    bool clippedBelow = false; ///< the picture holds values below the scale: the lowest label reads "≤"
    bool clippedAbove = false;
};

/// Both ends and round values between them, as many as stand apart over `height`.
[[nodiscard]] std::vector<Tick> colorBarTicks(const ColorBar& bar, double height, const QFontMetricsF& metrics);

/// Room to the right of the bar's body for ticks, labels and the title.
[[nodiscard]] double colorBarMargin(const ColorBar& bar, double height, const QFontMetricsF& metrics);

/// Paints an upright bar that fills `body`, low values at the bottom; ticks, labels and the title (reading upwards)
/// stand to its right. Uses the painter's pen and its font, which must be sized in pixels.
void paintColorBar(QPainter& painter, const QRectF& body, const ColorBar& bar);

} // namespace tvlt
