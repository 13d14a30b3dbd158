#pragma once

#include "core/prediction/folder.h"
#include "core/prediction/matching.h"
#include "core/prediction/sync.h"
#include "widgets/figure/panel_figure.h"

#include <optional>

namespace tvlt {

struct Analysis;

// Figures of what the heads say. All throw BadInput where there is nothing to show, and as PanelFigure.

/// Both of the two below, of what is there: classes of `analysis`, and the curve; null: left out.
[[nodiscard]] PanelFigure scoresFigure(const Analysis* analysis, int most, const SyncCurve* sync,
                                       const std::optional<SwapMatch>& swapped, const FigureLook& look = {});
/// Bars of the `most` likeliest classes, or of a regression's values; the matching score is in the caption.
[[nodiscard]] PanelFigure classesFigure(const Analysis& analysis, int most, const FigureLook& look = {});
/// The sync curve; points that hear only part of the segment are hollow. With `swapped`, bars of both clips' pairs too.
[[nodiscard]] PanelFigure matchingFigure(const SyncCurve& sync, const std::optional<SwapMatch>& swapped,
                                         const FigureLook& look = {});
/// The `most` best matches, with thumbnails and bars of the head's probability.
[[nodiscard]] PanelFigure rankingFigure(const Folder& folder, RankBy by, int most, const FigureLook& look = {});
/// The clips' cls states in the plane of their two greatest principal components, by class.
[[nodiscard]] PanelFigure scatterFigure(const Folder& folder, const FigureLook& look = {});

} // namespace tvlt
