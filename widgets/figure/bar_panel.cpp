#include "widgets/figure/bar_panel.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>

namespace tvlt {
namespace {

constexpr double kLineMm = 4.6;
constexpr double kPictureLineMm = 10.5;
constexpr double kAxisMm = 8.5;
constexpr double kAxisLine = 0.15 * kUnitsPerMm;

bool hasPictures(const FigureBars& all) {
    return std::any_of(all.bars.begin(), all.bars.end(), [](const FigureBar& bar) { return !bar.picture.isNull(); });
}

double lineMm(const FigureBars& all) {
    return hasPictures(all) ? kPictureLineMm : kLineMm;
}

void paintBars(QPainter& painter, const QRectF& place, double fontSize, const FigureBars& all) {
    const QFontMetricsF metrics(painter.font());
    QFont bold = painter.font();
    bold.setBold(true);
    const double line = lineMm(all) * kUnitsPerMm;
    const double picture = hasPictures(all) ? line * 0.9 : 0.0;
    double names = 0.0, numbers = metrics.horizontalAdvance(QStringLiteral("0.000"));
    for (const FigureBar& bar : all.bars) {
        names = std::max(names, QFontMetricsF(bold).horizontalAdvance(bar.name));
        numbers = std::max(numbers, QFontMetricsF(bold).horizontalAdvance(bar.text));
    }
    names = std::min(names, 0.42 * place.width());
    const double space = metrics.horizontalAdvance(QStringLiteral("n"));
    const double left = place.left() + (picture > 0.0 ? picture * 1.4 + space : 0.0);
    const QRectF plot(left + names + space, place.top(), place.right() - numbers - space - left - names - space,
                      line * static_cast<double>(all.bars.size()));
    const AxisScale across{all.low, all.high, plot.left(), plot.right()};
    const auto ticks = niceTicks(all.low, all.high, 6);
    painter.setPen(QPen(palette::kHiddenFill, kAxisLine));
    for (const Tick& tick : ticks)
        painter.drawLine(QPointF(across.at(tick.value), plot.top()), QPointF(across.at(tick.value), plot.bottom()));
    const double zero = across.at(std::clamp(0.0, all.low, all.high));
    for (std::size_t i = 0; i < all.bars.size(); ++i) {
        const FigureBar& bar = all.bars[i];
        const QRectF row(place.left(), plot.top() + line * static_cast<double>(i), place.width(), line);
        if (!bar.picture.isNull()) {
            const QSizeF size = QSizeF(bar.picture.size()).scaled({picture * 1.4, picture}, Qt::KeepAspectRatio);
            painter.setRenderHint(QPainter::SmoothPixmapTransform, true);
            painter.drawImage(
                QRectF({row.left() + (picture * 1.4 - size.width()) / 2.0, row.center().y() - size.height() / 2.0},
                       size),
                bar.picture);
        }
        const double thick = std::min(0.55 * line, 2.6 * kUnitsPerMm);
        const double end = across.at(std::clamp(bar.value, all.low, all.high));
        painter.fillRect(QRectF(QPointF(std::min(zero, end), row.center().y() - thick / 2.0),
                                QPointF(std::max(zero, end), row.center().y() + thick / 2.0)),
                         bar.marked ? all.color : all.color.lighter(135));
        painter.setPen(palette::kInk);
        const QFont plain = painter.font();
        if (bar.marked)
            painter.setFont(bold);
        painter.drawText(QRectF(left, row.top(), names, line), Qt::AlignRight | Qt::AlignVCenter,
                         QFontMetricsF(painter.font()).elidedText(bar.name, Qt::ElideMiddle, names + 1.0));
        painter.drawText(QRectF(plot.right() + space, row.top(), numbers, line), Qt::AlignRight | Qt::AlignVCenter,
                         bar.text);
        painter.setFont(plain);
    }
    painter.setPen(QPen(palette::kInk, kAxisLine));
    painter.drawLine(plot.bottomLeft(), plot.bottomRight());
    painter.drawLine(QPointF(zero, plot.top()), QPointF(zero, plot.bottom()));
    paintTicks(painter, plot, AxisEdge::Bottom, across, ticks);
    // Narrow plots have titles that are wider than they are.
    const double half = metrics.horizontalAdvance(all.title) / 2.0;
    const double middle = std::min(plot.center().x(), place.right() - half);
    paintCentred(painter, {middle, plot.bottom() + tickLength(fontSize) + 2.1 * metrics.height()}, all.title);
}

} // namespace

PlotPanel barPanel(FigureBars bars) {
    const double height = lineMm(bars) * static_cast<double>(bars.bars.size()) + kAxisMm;
    return {height, [bars = std::move(bars)](QPainter& painter, const QRectF& place, double fontSize) {
                paintBars(painter, place, fontSize, bars);
            }};
}

} // namespace tvlt
