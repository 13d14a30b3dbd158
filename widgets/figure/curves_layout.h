#pragma once

#include "widgets/figure/curve_panel.h"
#include "widgets/figure/figure_layout.h"

namespace tvlt {

struct CurvesFigureOptions;
struct TrainingCurves;

/// A kind of line and its name.
struct LegendEntry {
    enum class Kind { Raw, Mean, Validation, Chance } kind = Kind::Raw;
    QLineF sample;
    PlacedText text;
};

/// What a figure of training curves shows, and where, in the units of kUnitsPerMm.
struct CurvesLayout {
    QSizeF size;
    double smallFontSize = 0.0;
    std::vector<CurvePanel> panels;  ///< from left to right, from the top down
    std::vector<Tick> stepTicks;     ///< of panels in two columns
    std::vector<Tick> wideStepTicks; ///< of a panel that has a row of its own
    std::vector<LegendEntry> legend;
    std::vector<PlacedText> texts;
};

/// Throws BadInput for options out of range.
[[nodiscard]] CurvesLayout layoutCurves(const TrainingCurves& curves, const CurvesFigureOptions& options);

} // namespace tvlt
