#pragma once

#include "core/sweep/sweep_summary.h"

#include <QColor>
#include <QString>

#include <optional>
#include <vector>

namespace tvlt {

struct Sweep;

/// One measure over one ratio: what a panel of a sweep shows.
struct SweepPanel {
    Modality varied = Modality::Pixel;
    SweepMeasure measure = SweepMeasure::PixelLoss;
    QString ratioTitle; ///< of the horizontal axis
    QString title;      ///< of the vertical one, with the unit
    QColor color;
    std::vector<SweepStep> curve;
    std::optional<double> trained; ///< the ratio that the model was trained at
    double low = 0.0;              ///< common to all panels of one measure: mean ± deviation fits
    double high = 1.0;
};

/// The panels of a sweep, measure by measure (pixel loss, audio loss, matching), each over the pixel ratio and then
/// over the audio ratio; nothing is made of what was not measured.
[[nodiscard]] std::vector<SweepPanel> sweepPanels(const Sweep& sweep);

/// "audio ratio 0.15, 3 seeds from 7 on": what does not vary.
[[nodiscard]] QString sweepConditions(const Sweep& sweep);
/// "Stopped after 27 of 66 passes."; empty for a whole one.
[[nodiscard]] QString sweepStopped(const Sweep& sweep);
/// "pixel loss (MSE)".
[[nodiscard]] QString measureTitle(SweepMeasure measure);

} // namespace tvlt
