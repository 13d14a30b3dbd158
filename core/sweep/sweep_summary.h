#pragma once

#include "core/base/grid.h"
#include "core/sweep/sweep_point.h"

#include <optional>
#include <vector>

namespace tvlt {

/// One ratio's samples over all seeds.
struct SweepStep {
    double ratio = 0.0;
    int seeds = 0;
    double mean = 0.0;
    double deviation = 0.0; ///< standard deviation over the seeds (divided by n - 1); 0 for a single one
};

/// The curve of `measure` over the ratio of `varied`, ascending, of those samples whose other ratio is `fixed`. Ratios
/// at which nothing was measured are left out.
[[nodiscard]] std::vector<SweepStep> sweepCurve(const std::vector<SweepSample>& samples, Modality varied, double fixed,
                                                SweepMeasure measure);

/// Whether both ratios were varied together: some sample is on neither arm of the cross through `base`.
[[nodiscard]] bool isGrid(const std::vector<SweepSample>& samples, const MaskSettings& base);

/// Means of `measure` over the seeds: one row a pixel ratio, one column an audio ratio; NaN where none was measured.
struct SweepMap {
    std::vector<double> pixelRatios; ///< ascending
    std::vector<double> audioRatios;
    Grid means;
};
/// Over all ratios that `samples` hold.
[[nodiscard]] SweepMap sweepMap(const std::vector<SweepSample>& samples, SweepMeasure measure);

} // namespace tvlt
