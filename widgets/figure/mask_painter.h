#pragma once

#include "widgets/figure/palette.h"

#include <QColor>
#include <QRectF>

#include <cstdint>
#include <vector>

class QPainter;
class QPen;

namespace tvlt {

struct PatchLayout;
struct TokenMask;

enum class PatchState : std::uint8_t {
    Visible, ///< goes through the encoder
    Hidden,  ///< the model has to paint it back
    Padding, ///< no signal: the model ignores it
};

/// The patches of one picture, row 0 at the top, column 0 at the left.
struct PatchCells {
    int rows = 0;
    int cols = 0;
    double visibleCols = 0.0;         ///< width of the picture in patches: a spectrogram may end within its last patch
    std::vector<PatchState> states;   ///< rows * cols
    std::vector<std::uint8_t> pinned; ///< rows * cols: 1 = by hand; empty: none is

    [[nodiscard]] PatchState at(int row, int col) const {
        return states[static_cast<std::size_t>(row) * static_cast<std::size_t>(cols) + static_cast<std::size_t>(col)];
    }
};

/// The patches of frame `frame`. `padded` is ClipFeatures::paddedPixel: empty, or one value a token. An empty mask
/// (nothing is hidden) is fine.
[[nodiscard]] PatchCells frameCells(const PatchLayout& layout, const TokenMask& mask,
                                    const std::vector<std::uint8_t>& padded, int frame);
/// The patches that cover the first `realRows` columns in time of a spectrogram; the highest band is row 0.
[[nodiscard]] PatchCells spectrogramCells(const PatchLayout& layout, const TokenMask& mask,
                                          const std::vector<std::uint8_t>& padded, int realRows);

/// Columns `first` up to `end` (0 <= first < end <= cols), as a picture of their own.
[[nodiscard]] PatchCells columnsOf(const PatchCells& cells, int first, int end);

/// Where a patch lies when the picture fills `picture`. The last column is cut where the picture ends.
[[nodiscard]] QRectF patchRect(const PatchCells& cells, const QRectF& picture, int row, int col);

/// How hidden patches look. Lengths are in the painter's units.
struct MaskStyle {
    QColor fill = palette::kHiddenFill;
    QColor line = palette::kHiddenLine;
    double spacing = 6.0; ///< between hatch lines, along an edge
    double lineWidth = 0.8;
    double opacity = 1.0; ///< of all of it: below 1 the picture shines through
};

/// Covers hidden patches with a fill and 45° hatching that runs on from patch to patch, and padding with the fill
/// alone. The hatching is clipped by arithmetic, as SVG devices cannot clip.
void paintHiddenPatches(QPainter& painter, const QRectF& picture, const PatchCells& cells, const MaskStyle& style = {});

/// Covers all patches that are not hidden with `blank`: of what is shown there, nothing is the model's.
void blankShownPatches(QPainter& painter, const QRectF& picture, const PatchCells& cells, const QColor& blank);

/// A corner on each patch that was hidden or shown by hand.
void paintPins(QPainter& painter, const QRectF& picture, const PatchCells& cells);

/// The lines between patches.
void paintPatchGrid(QPainter& painter, const QRectF& picture, const PatchCells& cells, const QPen& pen);

} // namespace tvlt
