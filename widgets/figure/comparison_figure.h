#pragma once

#include "widgets/figure/figure.h"

#include <QString>

#include <memory>
#include <vector>

namespace tvlt {

struct NamedAnalysis;

/// One answer of several that a figure shows one under the other.
struct ComparedAnalysis {
    QString name; ///< what sets it apart: "picture 0.25", a checkpoint's name
    std::shared_ptr<const Analysis> analysis;
};
/// How a column of a mask ratio is called: "ratio 0.25", or "pixel ratio 0.25" where the other one stays. `ratioOf`:
/// "both", "pixel", "audio".
[[nodiscard]] QString ratioColumnName(const QString& ratioOf, double ratio);
/// The same for core's exports.
[[nodiscard]] std::vector<NamedAnalysis> namedAnalyses(const std::vector<ComparedAnalysis>& compared);

/// The original once for each clip, then each answer's reconstruction with visible patches pasted, named and with its
/// share of hidden patches and its errors, on one time axis. Throws BadInput for none, or for clips whose segments
/// differ: they have no axis in common.
[[nodiscard]] FigureContent comparisonContent(const std::vector<ComparedAnalysis>& compared);

} // namespace tvlt
