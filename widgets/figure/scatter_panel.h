#pragma once

#include "widgets/figure/group_style.h"
#include "widgets/figure/panel_figure.h"

#include <QPointF>
#include <QString>

#include <cstddef>
#include <optional>
#include <vector>

namespace tvlt {

/// Points of a scatter, told apart by group; groups that have names get a legend.
struct FigurePoints {
    std::vector<QPointF> points;
    Groups groups;
    std::optional<std::size_t> framed; ///< the point that is looked for
    QString acrossTitle;
    QString upTitle;
};

/// A scatter's axes reach beyond its points by this share of their range.
inline constexpr double kScatterMargin = 0.06;
/// Width of a scatter's legend; 0: it has none.
[[nodiscard]] double legendWidth(const QPainter& painter, const Groups& groups);
[[nodiscard]] PlotPanel scatterPanel(FigurePoints points, double heightMm);

} // namespace tvlt
