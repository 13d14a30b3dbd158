#pragma once

#include "widgets/figure/axis_painter.h"
#include "widgets/figure/color_bar.h"
#include "widgets/figure/text_block.h"
#include "widgets/figure/tick.h"

#include <QRectF>
#include <QSizeF>

#include <optional>
#include <vector>

namespace tvlt {

struct FigureContent;
struct FigureOptions;

/// Figures are laid out in hundredths of a millimetre: font sizes, which Qt wants whole, are then exact enough.
inline constexpr double kUnitsPerMm = 100.0;

/// Text that has a place.
struct PlacedText {
    TextBlock block;
    QPointF topLeft;
    [[nodiscard]] QRectF rect() const { return {topLeft, QSizeF(block.width(), block.height())}; }
};

struct RowPlace {
    QRectF band; ///< of the whole row across the figure, without the colour bars; rows' bands are disjoint
    std::vector<PlacedText> label;
    std::vector<QRectF> pictures; ///< parallel to FigureRow::pictures
};

/// A time written above a frame, and the line from the frame down to that time on the axis.
struct FrameMark {
    QString label; ///< empty where labels would touch
    double left = 0.0;
    double onAxis = 0.0;
};

struct PlacedBar {
    ColorBar bar;
    QRectF body;
};

/// Where everything in a figure lies.
struct FigureLayout {
    QSizeF size;
    double fontSize = 0.0;
    double smallFontSize = 0.0;
    AxisScale time; ///< seconds to x
    std::vector<Tick> timeTicks;
    double axisY = 0.0;
    double frameLabelBaseline = 0.0;
    std::vector<FrameMark> frameMarks;
    std::vector<RowPlace> frames; ///< parallel to the content's rows
    std::vector<RowPlace> spectrograms;
    std::vector<Tick> melTicks; ///< value: band position
    std::vector<PlacedBar> bars;
    std::vector<PlacedText> texts; ///< statement, caption, the axis' title
};

/// Lays a figure out at the options' width; the height follows. Throws BadInput for options out of range.
[[nodiscard]] FigureLayout layoutFigure(const FigureContent& content, const FigureOptions& options);

} // namespace tvlt
