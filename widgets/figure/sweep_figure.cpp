#include "widgets/figure/sweep_figure.h"

#include "core/base/error.h"
#include "core/sweep/sweep.h"
#include "widgets/figure/figure_font.h"
#include "widgets/figure/image_convert.h"
#include "widgets/figure/palette.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace tvlt {
namespace {

constexpr double mm(double value) {
    return value * kUnitsPerMm;
}

constexpr double kMargin = mm(3.0);
constexpr double kPlotHeight = mm(34.0);
constexpr double kLine = mm(0.32);
constexpr double kAxisLine = mm(0.15);
constexpr double kMarker = mm(0.6);
constexpr double kBarWidth = mm(3.0);

QPen pen(const QColor& color, double width, Qt::PenStyle style = Qt::SolidLine) {
    return {color, width, style, Qt::FlatCap, Qt::BevelJoin};
}

void paintCurve(QPainter& painter, const SweepPanelPlace& place) {
    const SweepPanel& panel = place.panel;
    const QRectF& plot = place.plot;
    const AxisScale across{0.0, 1.0, plot.left(), plot.right()};
    const AxisScale up{panel.low, panel.high, plot.bottom(), plot.top()};
    painter.setPen(pen(palette::kHiddenFill, kAxisLine));
    for (const Tick& tick : place.valueTicks)
        painter.drawLine(QPointF(plot.left(), up.at(tick.value)), QPointF(plot.right(), up.at(tick.value)));
    if (panel.trained) {
        painter.setPen(pen(palette::kFaintInk, kAxisLine, Qt::DashLine));
        painter.drawLine(QPointF(across.at(*panel.trained), plot.top()),
                         QPointF(across.at(*panel.trained), plot.bottom()));
    }
    QPolygonF line, band, lower;
    for (const SweepStep& step : panel.curve) {
        const double x = across.at(step.ratio);
        line << QPointF(x, up.at(step.mean));
        band << QPointF(x, up.at(step.mean + step.deviation));
        lower << QPointF(x, up.at(step.mean - step.deviation));
    }
    std::reverse(lower.begin(), lower.end());
    QColor veil = panel.color;
    veil.setAlphaF(0.22F);
    painter.setPen(Qt::NoPen);
    painter.setBrush(veil);
    painter.drawPolygon(band + lower);
    painter.setPen(pen(panel.color, kLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(line);
    painter.setPen(Qt::NoPen);
    painter.setBrush(panel.color);
    for (const QPointF& point : line)
        painter.drawEllipse(point, kMarker, kMarker);
    painter.setPen(pen(palette::kInk, kAxisLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawLine(plot.bottomLeft(), plot.bottomRight());
    painter.drawLine(plot.topLeft(), plot.bottomLeft());
    paintTicks(painter, plot, AxisEdge::Bottom, across, place.ratioTicks);
    paintTicks(painter, plot, AxisEdge::Left, up, place.valueTicks);
}

/// A tick at each row or column of the map, thinned to what fits.
std::vector<Tick> cellTicks(const std::vector<double>& ratios, double length, double labelSize) {
    const auto fits = std::max<std::size_t>(1, static_cast<std::size_t>(length / labelSize));
    const std::size_t stride = (ratios.size() + fits - 1) / fits;
    std::vector<Tick> ticks;
    for (std::size_t i = 0; i < ratios.size(); i += stride)
        ticks.push_back({static_cast<double>(i) + 0.5, QString::number(ratios[i], 'g', 3)});
    return ticks;
}

void paintMap(QPainter& painter, const SweepMapPlace& place) {
    const QFontMetricsF metrics(painter.font());
    const SweepMap& map = place.map;
    painter.setRenderHint(QPainter::SmoothPixmapTransform, false);
    // As a spectrogram is: rows (pixel ratios) to the right, columns (audio ratios) upwards.
    painter.drawImage(place.plot, spectrogramImage(map.means, place.bar.scale));
    painter.setPen(pen(palette::kInk, kAxisLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(place.plot);
    const AxisScale across{0.0, static_cast<double>(map.pixelRatios.size()), place.plot.left(), place.plot.right()};
    const AxisScale up{0.0, static_cast<double>(map.audioRatios.size()), place.plot.bottom(), place.plot.top()};
    paintTicks(painter, place.plot, AxisEdge::Bottom, across,
               cellTicks(map.pixelRatios, place.plot.width(), metrics.horizontalAdvance(QStringLiteral("0.000"))));
    paintTicks(painter, place.plot, AxisEdge::Left, up,
               cellTicks(map.audioRatios, place.plot.height(), 1.3 * metrics.height()));
    paintColorBar(painter, place.barBody, place.bar);
}

ColorBar barOf(const SweepMap& map, SweepMeasure measure) {
    float low = INFINITY, high = -INFINITY;
    for (const float value : map.means.values) {
        if (std::isnan(value))
            continue;
        low = std::min(low, value);
        high = std::max(high, value);
    }
    ColorBar bar{{ColorMap::Viridis, low, high}, measureTitle(measure)};
    if (measure == SweepMeasure::MatchingLogit)
        bar.scale = signedScale(std::max(std::abs(low), std::abs(high)));
    return bar;
}

} // namespace

SweepFigure::SweepFigure(const Sweep& sweep, const FigureLook& look)
    : size_(mm(look.widthMm), 0.0), fontSize_(lookFontSize(look)) {
    checkLook(look);
    y_ = kMargin;
    if (isGrid(sweep.samples, sweep.base))
        placeMaps(sweep);
    placePanels(sweep);
    if (panels_.empty() && maps_.empty())
        throwBadInput("nothing was measured at two ratios or more", "sweep",
                      "Let it run for longer, or take more ratios.");
    placeCaption(sweep);
    size_.setHeight(std::ceil(y_ + kMargin));
}

void SweepFigure::placePanels(const Sweep& sweep) {
    const QFontMetricsF metrics(figureFont(fontSize_));
    const auto all = sweepPanels(sweep);
    const bool both = std::any_of(all.begin(), all.end(), [](const auto& p) { return p.varied == Modality::Pixel; }) &&
                      std::any_of(all.begin(), all.end(), [](const auto& p) { return p.varied == Modality::Audio; });
    const double left = 1.6 * metrics.height() + tickLength(fontSize_) + 2.0 * tickGap(fontSize_) +
                        metrics.horizontalAdvance(QStringLiteral("0.0005"));
    const double below = tickLength(fontSize_) + 2.6 * metrics.height();
    const double columnWidth = (size_.width() - 2.0 * kMargin) / (both ? 2.0 : 1.0);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool second = both && all[i].varied == Modality::Audio;
        if (i > 0 && all[i].measure != all[i - 1].measure)
            y_ += kPlotHeight + below;
        const double x = kMargin + (second ? columnWidth : 0.0) + left;
        const QRectF plot(x, y_ + 0.5 * metrics.height(), columnWidth - left - mm(3.0), kPlotHeight - metrics.height());
        panels_.push_back({all[i], plot, niceTicks(0.0, 1.0, 6), niceTicks(all[i].low, all[i].high, 5)});
    }
    if (!all.empty())
        y_ += kPlotHeight + below;
}

void SweepFigure::placeMaps(const Sweep& sweep) {
    const QFontMetricsF metrics(figureFont(fontSize_));
    const double left =
        1.6 * metrics.height() + tickLength(fontSize_) + metrics.horizontalAdvance(QStringLiteral("0.000"));
    const double side = (size_.width() - 2.0 * kMargin) / 2.0;
    const double head = 1.6 * metrics.height();
    int column = 0;
    for (const SweepMeasure measure : {SweepMeasure::PixelLoss, SweepMeasure::AudioLoss, SweepMeasure::MatchingLogit}) {
        SweepMapPlace place{measureTitle(measure), sweepMap(sweep.samples, measure), {}, {}, {}};
        const auto& values = place.map.means.values;
        if (std::all_of(values.begin(), values.end(), [](float value) { return std::isnan(value); }))
            continue;
        place.bar = barOf(place.map, measure);
        if (column == 2) {
            column = 0;
            y_ += head + 0.62 * side + 3.2 * metrics.height();
        }
        const double height = 0.62 * side;
        const double margin = colorBarMargin(place.bar, height, metrics);
        const double x = kMargin + column * side;
        place.plot = {x + left, y_ + head, side - left - margin - kBarWidth - mm(4.0), height};
        place.barBody = {place.plot.right() + mm(1.5), place.plot.top(), kBarWidth, height};
        maps_.push_back(std::move(place));
        ++column;
    }
    if (!maps_.empty())
        y_ += head + 0.62 * side + 3.2 * metrics.height();
}

void SweepFigure::placeCaption(const Sweep& sweep) {
    std::vector<TextRun> runs{{QString::fromStdString(sweep.checkpoint), true}};
    if (!sweep.label.empty())
        runs.push_back({QStringLiteral(" (") + QString::fromStdString(sweep.label) + QStringLiteral(")"), true,
                        palette::kWarning});
    runs.push_back(
        {QStringLiteral(" on ") + QString::fromStdString(sweep.clip) + QStringLiteral(". ") + sweepConditions(sweep)});
    if (std::any_of(panels_.begin(), panels_.end(), [](const auto& p) { return p.panel.trained.has_value(); }))
        runs.push_back({QStringLiteral(" Dashed: the ratio that the model was trained at.")});
    if (const QString stopped = sweepStopped(sweep); !stopped.isEmpty())
        runs.push_back({' ' + stopped, true, palette::kWarning});
    TextBlock block(runs, size_.width() - 2.0 * kMargin, fontSize_);
    const double height = block.height();
    texts_.push_back({std::move(block), {kMargin, y_}});
    y_ += height;
}

void SweepFigure::paint(QPainter& painter, const QRectF& target) const {
    const double scale = std::min(target.width() / size_.width(), target.height() / size_.height());
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing | QPainter::LosslessImageRendering);
    painter.translate(target.center());
    painter.scale(scale, scale);
    painter.translate(-size_.width() / 2.0, -size_.height() / 2.0);
    painter.fillRect(QRectF(QPointF(), size_), Qt::white);
    painter.setFont(figureFont(fontSize_));
    const QFontMetricsF metrics(painter.font());
    const auto titles = [&](const QRectF& plot, const QString& across, const QString& up) {
        painter.setPen(palette::kInk);
        paintCentred(painter, {plot.center().x(), plot.bottom() + tickLength(fontSize_) + 1.9 * metrics.height()},
                     across);
        paintCentredUpwards(painter,
                            {plot.left() - tickLength(fontSize_) - 2.0 * tickGap(fontSize_) -
                                 metrics.horizontalAdvance(QStringLiteral("0.000")) - metrics.height(),
                             plot.center().y()},
                            up);
    };
    for (const SweepMapPlace& map : maps_) {
        paintMap(painter, map);
        titles(map.plot, QStringLiteral("pixel mask ratio"), QStringLiteral("audio mask ratio"));
        paintCentred(painter, {map.plot.center().x(), map.plot.top() - 0.9 * metrics.height()}, map.title);
    }
    for (const SweepPanelPlace& place : panels_) {
        paintCurve(painter, place);
        titles(place.plot, place.panel.ratioTitle, place.panel.title);
    }
    for (const PlacedText& text : texts_)
        text.block.paint(painter, text.topLeft);
    painter.restore();
}

FigurePage sweepPage(const Sweep& sweep, const FigureLook& look) {
    const SweepFigure figure(sweep, look);
    return {QStringLiteral("Mask ratio sweep"), figure.sizeMm(), static_cast<double>(look.dpi),
            [figure](QPainter& painter, const QRectF& target) { figure.paint(painter, target); }};
}

} // namespace tvlt
