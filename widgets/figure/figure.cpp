#include "widgets/figure/figure.h"

#include "widgets/figure/axis_painter.h"
#include "widgets/figure/figure_content.h"
#include "widgets/figure/figure_font.h"
#include "widgets/figure/figure_layout.h"
#include "widgets/figure/mask_painter.h"
#include "widgets/figure/palette.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace tvlt {
namespace {

constexpr double kThinLine = 0.12 * kUnitsPerMm;
constexpr double kLine = 0.18 * kUnitsPerMm;

QPen pen(const QColor& color, double width = kLine) {
    return {color, width, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin};
}

/// Whether a picture has more pixels than the device has under it: then, and only then, a photograph is smoothed.
bool shrinks(const QPainter& painter, const QImage& image, const QRectF& rect) {
    return painter.deviceTransform().mapRect(rect).width() < image.width();
}

/// Hatching fine enough for the smallest patches, coarse enough to print.
MaskStyle maskStyle(const QRectF& picture, const PatchCells& cells) {
    const double patch = std::min(picture.width() / cells.visibleCols, picture.height() / cells.rows);
    MaskStyle style;
    style.spacing = std::clamp(patch * 0.7, 0.45 * kUnitsPerMm, 1.2 * kUnitsPerMm);
    style.lineWidth = std::min(0.14 * kUnitsPerMm, style.spacing * 0.2);
    return style;
}

void paintPicture(QPainter& painter, const FigureRow& row, std::size_t index, const QRectF& rect, bool patchGrid) {
    const QImage& image = row.pictures[index];
    painter.setRenderHint(QPainter::SmoothPixmapTransform, !row.heatMap && shrinks(painter, image, rect));
    painter.drawImage(rect, image);
    if (index < row.cells.size() && row.cells[index].rows > 0 && row.cells[index].cols > 0) {
        const PatchCells& cells = row.cells[index];
        if (row.masked)
            paintHiddenPatches(painter, rect, cells, maskStyle(rect, cells));
        if (row.hiddenOnly)
            blankShownPatches(painter, rect, cells, Qt::white);
        if (patchGrid)
            paintPatchGrid(painter, rect, cells, pen(QColor(255, 255, 255, 110), kThinLine / 2.0));
    }
    painter.setPen(pen(palette::kInk, kThinLine));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect);
    for (const FigureOutline& outline : row.outlines) {
        if (outline.picture != index)
            continue;
        const QRectF part(rect.left() + outline.part.left() * rect.width(),
                          rect.top() + outline.part.top() * rect.height(), outline.part.width() * rect.width(),
                          outline.part.height() * rect.height());
        painter.setPen(pen(Qt::black, 2.0 * kLine));
        painter.drawRect(part);
        painter.setPen(pen(palette::kPinned, kLine));
        painter.drawRect(part);
    }
}

void paintRows(QPainter& painter, const FigureSection& section, const std::vector<RowPlace>& places, bool patchGrid) {
    for (std::size_t r = 0; r < places.size(); ++r) {
        for (std::size_t i = 0; i < places[r].pictures.size(); ++i)
            paintPicture(painter, section.rows[r], i, places[r].pictures[i], patchGrid);
        for (const PlacedText& text : places[r].label)
            text.block.paint(painter, text.topLeft);
    }
}

/// From each frame's left edge down to its time: a frame is on screen from that time on.
void paintFrameMarks(QPainter& painter, const FigureLayout& layout) {
    if (layout.frameMarks.empty())
        return;
    const double bottom = layout.frames.back().pictures.front().bottom();
    const double half = 0.45 * kUnitsPerMm;
    for (const FrameMark& mark : layout.frameMarks) {
        painter.setPen(pen(palette::kVideo));
        painter.drawLine(QPointF(mark.left, bottom), QPointF(mark.onAxis, layout.axisY - half));
        QPainterPath arrow(QPointF(mark.onAxis, layout.axisY));
        arrow.lineTo(mark.onAxis - half, layout.axisY - 2.0 * half);
        arrow.lineTo(mark.onAxis + half, layout.axisY - 2.0 * half);
        arrow.closeSubpath();
        painter.fillPath(arrow, palette::kVideo);
        painter.setPen(palette::kVideo);
        painter.drawText(QPointF(mark.left, layout.frameLabelBaseline), mark.label);
    }
}

void paintTimeAxis(QPainter& painter, const FigureLayout& layout) {
    painter.setPen(pen(palette::kInk));
    const QRectF line(QPointF(layout.time.from, layout.axisY), QPointF(layout.time.to, layout.axisY));
    painter.drawLine(line.topLeft(), line.topRight());
    paintTicks(painter, line, AxisEdge::Bottom, layout.time, layout.timeTicks);
    for (const RowPlace& row : layout.spectrograms) {
        const QRectF& picture = row.pictures.front();
        std::vector<Tick> under;
        for (const Tick& tick : layout.timeTicks)
            if (const double x = layout.time.at(tick.value); x >= picture.left() && x <= picture.right())
                under.push_back(tick);
        paintTicks(painter, picture, AxisEdge::Bottom, layout.time, under, TickLabels::Omitted);
    }
}

void paintFrequencyAxes(QPainter& painter, const FigureContent& content, const FigureLayout& layout) {
    painter.setPen(pen(palette::kInk));
    const QFontMetricsF metrics(painter.font());
    const double labels = tickLength(layout.smallFontSize) + 2.0 * tickGap(layout.smallFontSize) +
                          metrics.horizontalAdvance(QStringLiteral("500"));
    for (const RowPlace& row : layout.spectrograms) {
        const QRectF rect(layout.time.from, row.band.top(), row.band.right() - layout.time.from, row.band.height());
        const AxisScale scale{0.0, static_cast<double>(content.mel.bands()), rect.bottom(), rect.top()};
        paintTicks(painter, rect, AxisEdge::Left, scale, layout.melTicks);
        paintCentredUpwards(painter, {rect.left() - labels - metrics.height() / 2.0, rect.center().y()},
                            QStringLiteral("Hz"));
    }
}

double cellsPerUnit(const FigureSection& section, const std::vector<RowPlace>& places) {
    double most = 0.0;
    for (std::size_t r = 0; r < places.size(); ++r)
        if (section.rows[r].heatMap && !places[r].pictures.empty())
            most = std::max({most, section.rows[r].pictures[0].width() / places[r].pictures[0].width(),
                             section.rows[r].pictures[0].height() / places[r].pictures[0].height()});
    return most;
}

} // namespace

ReconstructionFigure::ReconstructionFigure(const std::shared_ptr<const Analysis>& analysis,
                                           const FigureOptions& options)
    : ReconstructionFigure(chosen(figureContent(*analysis, options.colors), options.choice), options) {}

ReconstructionFigure::ReconstructionFigure(FigureContent content, const FigureOptions& options)
    : options_(options), content_(std::make_unique<FigureContent>(std::move(content))),
      layout_(std::make_unique<FigureLayout>(layoutFigure(*content_, options))) {}

ReconstructionFigure::~ReconstructionFigure() = default;
ReconstructionFigure::ReconstructionFigure(ReconstructionFigure&&) noexcept = default;
ReconstructionFigure& ReconstructionFigure::operator=(ReconstructionFigure&&) noexcept = default;

const QString& ReconstructionFigure::title() const {
    return content_->title;
}

double ReconstructionFigure::widthMm() const {
    return layout_->size.width() / kUnitsPerMm;
}

double ReconstructionFigure::heightMm() const {
    return layout_->size.height() / kUnitsPerMm;
}

double ReconstructionFigure::cellDpi() const {
    constexpr double kMostDpi = 600.0;
    const double cells = std::max(cellsPerUnit(content_->frames, layout_->frames),
                                  cellsPerUnit(content_->spectrograms, layout_->spectrograms));
    return std::min(kMostDpi, cells * kUnitsPerMm * 25.4);
}

void ReconstructionFigure::paint(QPainter& painter, const QRectF& target) const {
    const QSizeF size = layout_->size;
    const double scale = std::min(target.width() / size.width(), target.height() / size.height());
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing | QPainter::LosslessImageRendering);
    painter.translate(target.center());
    painter.scale(scale, scale);
    painter.translate(-size.width() / 2.0, -size.height() / 2.0);
    painter.fillRect(QRectF(QPointF(), size), Qt::white);

    paintRows(painter, content_->frames, layout_->frames, options_.patchGrid);
    paintRows(painter, content_->spectrograms, layout_->spectrograms, options_.patchGrid);
    painter.setFont(figureFont(layout_->smallFontSize));
    paintFrameMarks(painter, *layout_);
    paintTimeAxis(painter, *layout_);
    paintFrequencyAxes(painter, *content_, *layout_);
    painter.setPen(pen(palette::kInk, kThinLine));
    for (const PlacedBar& bar : layout_->bars)
        paintColorBar(painter, bar.body, bar.bar);
    for (const PlacedText& text : layout_->texts)
        text.block.paint(painter, text.topLeft);
    painter.restore();
}

} // namespace tvlt
