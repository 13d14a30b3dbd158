#include "widgets/figure/curve_panel.h"

#include "core/curves/training_curves.h"
#include "widgets/figure/figure_layout.h"
#include "widgets/figure/palette.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>
#include <limits>

namespace tvlt {
namespace {

constexpr std::size_t kBins = 500;       // across a panel: a sixth of a millimetre each
constexpr std::size_t kFewToSmooth = 30; // steps
constexpr qsizetype kMostMarkers = 60;   // more would be a chain
constexpr double kRawLine = 0.09 * kUnitsPerMm;
constexpr double kMeanLine = 0.45 * kUnitsPerMm;
constexpr double kValidationLine = 0.2 * kUnitsPerMm;
constexpr double kMarker = 0.55 * kUnitsPerMm; // radius
constexpr double kAxisLine = 0.15 * kUnitsPerMm;

QPen pen(const QColor& color, double width, Qt::PenStyle style = Qt::SolidLine) {
    return {color, width, style, Qt::FlatCap, Qt::BevelJoin};
}

CurveRange rangeOf(const CurvePanel& panel) {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    CurveRange range{kInfinity, -kInfinity, kInfinity, true};
    const auto add = [&](const std::vector<CurvePoint>& points, bool typical) {
        for (const CurvePoint& point : points) {
            range.least = std::min(range.least, point.y);
            range.most = std::max(range.most, point.y);
            if (typical)
                range.typicalLeast = std::min(range.typicalLeast, point.y);
        }
    };
    add(panel.raw, panel.mean.empty());
    add(panel.mean, true);
    add(panel.validation, true);
    if (panel.chance) {
        range.least = std::min(range.least, *panel.chance);
        range.most = std::max(range.most, *panel.chance);
    }
    return range.least <= range.most ? range : CurveRange{};
}

QPolygonF placed(const CurvePanel& panel, const std::vector<CurvePoint>& points) {
    const AxisScale up{panel.axis.low, panel.axis.high, panel.plot.bottom(), panel.plot.top()};
    const double beyond = panel.plot.height(); // far values would overflow the rasteriser
    QPolygonF line;
    line.reserve(static_cast<qsizetype>(points.size()));
    for (const CurvePoint& point : points)
        if (const double at = up.at(panel.axis.position(point.y)); !std::isnan(at))
            line << QPointF(panel.steps.at(point.x),
                            std::clamp(at, panel.plot.top() - beyond, panel.plot.bottom() + beyond));
    return line;
}

void paintLine(QPainter& painter, const QPolygonF& line, const QColor& color, double width) {
    if (line.size() == 1) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawEllipse(line.front(), kMarker, kMarker);
    } else {
        painter.setPen(pen(color, width));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(line);
    }
}

} // namespace

CurvePanel curvePanel(const CurvePanelStyle& style, const std::vector<double>& steps, const MeasuredCurve& curve,
                      std::size_t window, int mostTicks) {
    CurvePanel panel;
    panel.title = style.title;
    panel.unit = style.unit;
    panel.color = style.color;
    panel.chance = style.chance;
    const auto points = finitePoints(steps, curve.training);
    panel.raw = decimated(points, kBins);
    if (window > 1 && points.size() >= kFewToSmooth)
        panel.mean = decimated(smoothed(points, window), kBins);
    panel.validation = decimated(finitePoints(steps, curve.validation), kBins);
    panel.axis = curveAxis(style.range.value_or(rangeOf(panel)), mostTicks);
    return panel;
}

QColor rawColor(const QColor& color) {
    constexpr double kShare = 0.42;
    const auto mix = [](int level) { return qRound(255.0 - (255.0 - level) * kShare); };
    return {mix(color.red()), mix(color.green()), mix(color.blue())};
}

QColor validationColor(const QColor& color) {
    constexpr int kDarker = 215; // percent
    return color.darker(kDarker).toRgb();
}

void paintRaw(QPainter& painter, const QPolygonF& line, const QColor& color) {
    paintLine(painter, line, rawColor(color), kRawLine);
}

void paintMean(QPainter& painter, const QPolygonF& line, const QColor& color) {
    paintLine(painter, line, color, kMeanLine);
}

void paintValidation(QPainter& painter, const QPolygonF& line, const QColor& color) {
    paintLine(painter, line, validationColor(color), kValidationLine);
    if (line.size() > kMostMarkers)
        return;
    painter.setPen(pen(Qt::white, 0.12 * kUnitsPerMm));
    painter.setBrush(validationColor(color));
    for (const QPointF& point : line)
        painter.drawEllipse(point, kMarker, kMarker);
}

void paintChance(QPainter& painter, const QLineF& line) {
    painter.setPen(pen(palette::kFaintInk, kAxisLine, Qt::DashLine));
    painter.drawLine(line);
}

void paintPanel(QPainter& painter, const CurvePanel& panel, const std::vector<Tick>& stepTicks) {
    const QRectF& plot = panel.plot;
    const AxisScale up{panel.axis.low, panel.axis.high, plot.bottom(), plot.top()};
    painter.setPen(pen(palette::kHiddenFill, kAxisLine));
    for (const Tick& tick : panel.axis.ticks)
        painter.drawLine(QPointF(plot.left(), up.at(tick.value)), QPointF(plot.right(), up.at(tick.value)));

    painter.save();
    painter.setClipRect(plot.adjusted(-kMarker, 0.0, kMarker, 0.0)); // all of a dot on the edge
    paintRaw(painter, placed(panel, panel.raw), panel.color);
    if (panel.chance) {
        const double at = up.at(panel.axis.position(*panel.chance));
        paintChance(painter, {plot.left(), at, plot.right(), at});
    }
    if (!panel.mean.empty())
        paintMean(painter, placed(panel, panel.mean), panel.color);
    painter.restore();
    painter.save();
    painter.setClipRect(plot.adjusted(-kMarker, -kMarker, kMarker, kMarker));
    paintValidation(painter, placed(panel, panel.validation), panel.color);
    painter.restore();

    painter.setPen(pen(palette::kInk, kAxisLine));
    painter.drawLine(plot.bottomLeft(), plot.bottomRight());
    painter.drawLine(plot.topLeft(), plot.bottomLeft());
    paintTicks(painter, plot, AxisEdge::Bottom, panel.steps, stepTicks);
    paintTicks(painter, plot, AxisEdge::Left, up, panel.axis.ticks);
}

} // namespace tvlt
