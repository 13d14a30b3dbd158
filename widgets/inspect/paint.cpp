#include "widgets/inspect/paint.h"

#include "widgets/figure/tick.h"
#include "widgets/style/spacing.h"
#include "widgets/style/view_colors.h"

#include <QLinearGradient>
#include <QPainter>
#include <QPalette>

namespace tvlt {

void paintChip(QPainter& painter, const QPointF& anchor, const QString& text, const QPalette& palette,
               Qt::Alignment alignment) {
    const QFontMetricsF metrics(painter.font());
    const QSizeF size(metrics.horizontalAdvance(text) + 2 * kUnit, metrics.height() + kUnit / 2.0);
    const double left = alignment.testFlag(Qt::AlignRight) ? anchor.x() - size.width() : anchor.x();
    const QRectF rect(QPointF(left, anchor.y()), size);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    QColor fill = palette.color(QPalette::Window);
    fill.setAlphaF(0.92F);
    painter.setBrush(fill);
    painter.setPen(viewColors(palette).accent);
    painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    painter.setPen(palette.color(QPalette::WindowText));
    painter.drawText(rect, Qt::AlignCenter, text);
    painter.restore();
}

namespace {
constexpr int kMostTicks = 9; // more labels would only be more numbers
}

void paintColorBar(QPainter& painter, const QRectF& row, const ColorScale& scale, const QString& unit,
                   const QPalette& palette) {
    const ViewColors colors = viewColors(palette);
    const QFontMetricsF metrics(painter.font());
    const double line = metrics.height();
    const bool roomForUnit = row.height() > 4.0 * line;
    const double top = row.top() + (roomForUnit ? line + 2 : line / 2 - 2);
    const QRectF bar(row.right() + kUnit, top, kUnit, row.bottom() - top - 3);
    if (bar.height() < 8)
        return;
    QLinearGradient gradient(bar.bottomLeft(), bar.topLeft());
    constexpr int stops = 32;
    for (int i = 0; i <= stops; ++i)
        gradient.setColorAt(double(i) / stops, QColor::fromRgb(colorOf(scale.map, float(i) / stops)));
    painter.fillRect(bar, gradient);

    const double span = scale.high - scale.low;
    const double left = bar.right() + 4;
    painter.setPen(colors.quiet);
    if (roomForUnit)
        painter.drawText(QRectF(bar.left(), row.top(), kRightGutter - kUnit, line), Qt::AlignLeft | Qt::AlignVCenter,
                         unit);
    for (const Tick& tick : niceTicks(scale.low, scale.high, std::clamp(int(bar.height() / line) + 1, 2, kMostTicks))) {
        const double share = span > 0.0 ? (tick.value - scale.low) / span : 0.0;
        const double y = bar.bottom() - share * bar.height();
        painter.drawLine(QPointF(bar.right(), y), QPointF(bar.right() + 2, y));
        // A label at the very top stays below the unit.
        const double labelTop = std::max(y - line / 2, roomForUnit ? row.top() + line - 1 : row.top() - line / 2);
        painter.drawText(QRectF(left, labelTop, kRightGutter, line), Qt::AlignLeft | Qt::AlignVCenter, tick.label);
    }
}

void paintSelected(QPainter& painter, const QRectF& patch) {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(Qt::black, 3));
    painter.drawRect(patch);
    painter.setPen(QPen(Qt::white, 1));
    painter.drawRect(patch);
}

MaskStyle maskStyle(const QPalette& palette, double opacity) {
    const ViewColors colors = viewColors(palette);
    MaskStyle style;
    style.fill = colors.hiddenFill;
    style.line = colors.hiddenLine;
    style.spacing = 6.0;
    style.lineWidth = 1.0;
    style.opacity = opacity;
    return style;
}

} // namespace tvlt
