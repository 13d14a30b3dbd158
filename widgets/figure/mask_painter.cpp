#include "widgets/figure/mask_painter.h"

#include "core/features/mask.h"
#include "core/features/patch_layout.h"

#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace tvlt {
namespace {

constexpr double kPinCorner = 7.0; // longest side of a pin's corner

PatchState stateOf(int token, const TokenMask& mask, const std::vector<std::uint8_t>& padded) {
    const auto index = static_cast<std::size_t>(token);
    if (index < padded.size() && padded[index] != 0)
        return PatchState::Padding;
    return index < mask.hidden.size() && mask.hidden[index] != 0 ? PatchState::Hidden : PatchState::Visible;
}

void addCell(PatchCells& cells, int token, const TokenMask& mask, const std::vector<std::uint8_t>& padded) {
    cells.states.push_back(stateOf(token, mask, padded));
    if (!mask.pinned.empty())
        cells.pinned.push_back(mask.pinned[static_cast<std::size_t>(token)]);
}

/// Calls `use(rect)` for each horizontal run of patches in `state`.
template <class Use> void forEachRun(const PatchCells& cells, const QRectF& picture, PatchState state, Use use) {
    for (int row = 0; row < cells.rows; ++row) {
        for (int col = 0; col < cells.cols;) {
            int end = col;
            while (end < cells.cols && cells.at(row, end) == state)
                ++end;
            if (end > col)
                use(patchRect(cells, picture, row, col).united(patchRect(cells, picture, row, end - 1)));
            col = std::max(end, col + 1);
        }
    }
}

/// Rising diagonals x + y = k * spacing (from the picture's corner) within `rect`.
void addHatching(QPainterPath& path, const QRectF& rect, const QPointF& origin, double spacing) {
    const double low = rect.left() - origin.x() + rect.top() - origin.y();
    const double high = rect.right() - origin.x() + rect.bottom() - origin.y();
    for (double k = std::floor(low / spacing) + 1.0; k * spacing < high; ++k) {
        const double sum = k * spacing + origin.x() + origin.y();
        const double left = std::max(rect.left(), sum - rect.bottom());
        const double right = std::min(rect.right(), sum - rect.top());
        path.moveTo(left, sum - left);
        path.lineTo(right, sum - right);
    }
}

} // namespace

PatchCells frameCells(const PatchLayout& layout, const TokenMask& mask, const std::vector<std::uint8_t>& padded,
                      int frame) {
    PatchCells cells{layout.patchRows, layout.patchCols, static_cast<double>(layout.patchCols), {}, {}};
    cells.states.reserve(static_cast<std::size_t>(layout.patchesPerFrame()));
    for (int row = 0; row < cells.rows; ++row)
        for (int col = 0; col < cells.cols; ++col)
            addCell(cells, layout.pixelToken({frame, row, col}), mask, padded);
    return cells;
}

PatchCells spectrogramCells(const PatchLayout& layout, const TokenMask& mask, const std::vector<std::uint8_t>& padded,
                            int realRows) {
    const int steps = layout.stepsReached(realRows);
    PatchCells cells{layout.bands, steps, static_cast<double>(realRows) / layout.patchColumns, {}, {}};
    cells.states.reserve(static_cast<std::size_t>(cells.rows) * static_cast<std::size_t>(cells.cols));
    for (int row = 0; row < cells.rows; ++row)
        for (int step = 0; step < steps; ++step)
            addCell(cells, layout.audioToken({step, layout.bands - 1 - row}), mask, padded);
    return cells;
}

PatchCells columnsOf(const PatchCells& cells, int first, int end) {
    PatchCells part{cells.rows, end - first, std::min<double>(end, cells.visibleCols) - first, {}, {}};
    const auto cut = [&](const auto& from, auto& to) {
        for (int row = 0; row < cells.rows && !from.empty(); ++row)
            to.insert(to.end(), from.begin() + row * cells.cols + first, from.begin() + row * cells.cols + end);
    };
    cut(cells.states, part.states);
    cut(cells.pinned, part.pinned);
    return part;
}

QRectF patchRect(const PatchCells& cells, const QRectF& picture, int row, int col) {
    const double width = picture.width() / cells.visibleCols;
    const double height = picture.height() / cells.rows;
    const double right = std::min<double>(col + 1, cells.visibleCols) * width;
    return {picture.left() + col * width, picture.top() + row * height, right - col * width, height};
}

void paintHiddenPatches(QPainter& painter, const QRectF& picture, const PatchCells& cells, const MaskStyle& style) {
    QPainterPath fill;
    QPainterPath hatching;
    forEachRun(cells, picture, PatchState::Padding, [&](const QRectF& run) { fill.addRect(run); });
    forEachRun(cells, picture, PatchState::Hidden, [&](const QRectF& run) {
        fill.addRect(run);
        addHatching(hatching, run, picture.topLeft(), style.spacing);
    });
    painter.save();
    painter.setOpacity(painter.opacity() * style.opacity);
    // Neighbouring runs meet without a seam of half-covered pixels.
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.fillPath(fill, style.fill);
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.strokePath(hatching, QPen(style.line, style.lineWidth, Qt::SolidLine, Qt::FlatCap));
    painter.restore();
}

void blankShownPatches(QPainter& painter, const QRectF& picture, const PatchCells& cells, const QColor& blank) {
    QPainterPath shown;
    for (const PatchState state : {PatchState::Visible, PatchState::Padding})
        forEachRun(cells, picture, state, [&](const QRectF& run) { shown.addRect(run); });
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false); // no seam between runs
    painter.fillPath(shown, blank);
    painter.restore();
}

void paintPins(QPainter& painter, const QRectF& picture, const PatchCells& cells) {
    if (cells.pinned.empty())
        return;
    QPainterPath corners;
    for (int row = 0; row < cells.rows; ++row)
        for (int col = 0; col < cells.cols; ++col) {
            if (cells.pinned[static_cast<std::size_t>(row * cells.cols + col)] == 0)
                continue;
            const QRectF patch = patchRect(cells, picture, row, col);
            const double side = std::min({kPinCorner, patch.width() / 2, patch.height() / 2});
            corners.addPolygon(QPolygonF({patch.topLeft(), patch.topLeft() + QPointF(side, 0),
                                          patch.topLeft() + QPointF(0, side), patch.topLeft()}));
        }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setPen(QPen(Qt::black, 0.8));
    painter.setBrush(palette::kPinned);
    painter.drawPath(corners);
    painter.restore();
}

void paintPatchGrid(QPainter& painter, const QRectF& picture, const PatchCells& cells, const QPen& pen) {
    QPainterPath lines;
    for (int row = 1; row < cells.rows; ++row) {
        const double y = picture.top() + picture.height() * row / cells.rows;
        lines.moveTo(picture.left(), y);
        lines.lineTo(picture.right(), y);
    }
    for (int col = 1; col < cells.visibleCols; ++col) {
        const double x = picture.left() + picture.width() * col / cells.visibleCols;
        lines.moveTo(x, picture.top());
        lines.lineTo(x, picture.bottom());
    }
    painter.strokePath(lines, pen);
}

} // namespace tvlt
