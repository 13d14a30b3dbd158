#pragma once

#include "widgets/figure/figure.h"

#include <QString>

#include <filesystem>
#include <memory>
#include <vector>

namespace tvlt {

/// One answer of several that a figure shows one under the other.
struct ComparedAnalysis {
    QString name; ///< what sets it apart: "picture 0.25", a checkpoint's name
    std::shared_ptr<const Analysis> analysis;
};

/// The original once for each clip, then each answer's reconstruction with visible patches pasted, named and with its
/// share of hidden patches and its errors, on one time axis. Throws BadInput for none, or for clips whose segments
/// differ: they have no axis in common.
[[nodiscard]] FigureContent comparisonContent(const std::vector<ComparedAnalysis>& compared);

/// Writes the figure as exportFigure() does.
void exportComparison(const std::vector<ComparedAnalysis>& compared, const std::filesystem::path& path,
                      const FigureOptions& options = {});

} // namespace tvlt
