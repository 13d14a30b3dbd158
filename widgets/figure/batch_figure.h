#pragma once

#include "core/batch/batch_table.h"
#include "widgets/figure/group_style.h"
#include "widgets/figure/panel_figure.h"

#include <QPointF>

#include <optional>

namespace tvlt {

/// Both values of a clip; none unless it has both.
[[nodiscard]] std::optional<QPointF> measuredBoth(const BatchColumn& across, const BatchColumn& up, std::size_t clip);
/// A group for each clip: its class, where the batch has classes and not too many to tell apart; else all are of "".
[[nodiscard]] Groups clipGroups(const BatchTable& table);

/// How one measure is distributed over the clips and, below on the same axis, another one against it: one mark a clip,
/// by class. `across`, `up`: indices into BatchTable::columns. Throws BadInput where fewer than two clips have both.
[[nodiscard]] PanelFigure batchFigure(const BatchTable& table, std::size_t across, std::size_t up,
                                      const FigureLook& look = {});

} // namespace tvlt
