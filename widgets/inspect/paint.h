#pragma once

#include "widgets/figure/color_map.h"
#include "widgets/figure/mask_painter.h"

#include <QString>
#include <Qt>

class QPainter;
class QPalette;
class QPointF;
class QRectF;

namespace tvlt {

/// Opacity of what is out of date.
inline constexpr double kDimmed = 0.42;

/// A small rounded label. `anchor` is its top corner: the left one, or with Qt::AlignRight the right one.
void paintChip(QPainter& painter, const QPointF& anchor, const QString& text, const QPalette& palette,
               Qt::Alignment alignment = Qt::AlignLeft);

/// A colour bar in the gutter right of `row`: the scale upwards, its ends labelled, its unit above when there is room.
void paintColorBar(QPainter& painter, const QRectF& row, const ColorScale& scale, const QString& unit,
                   const QPalette& palette);

/// The outline of the selected patch; shows on any picture.
void paintSelected(QPainter& painter, const QRectF& patch);

/// How hidden patches look on this palette.
[[nodiscard]] MaskStyle maskStyle(const QPalette& palette, double opacity);

} // namespace tvlt
