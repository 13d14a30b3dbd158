#pragma once

#include "core/sweep/sweep_point.h"

#include <optional>
#include <string>
#include <vector>

namespace tvlt {

/// A sweep, whole or as far as it has come: plain values.
struct Sweep {
    MaskSettings base;                   ///< the ratios that stay while the other runs, type, pins
    std::optional<MaskSettings> trained; ///< the checkpoint's own ratios
    std::vector<double> ratios;          ///< that were asked for, of whichever ratio ran
    std::vector<SweepSample> samples;
    std::size_t planned = 0; ///< passes in all
    std::string clip;        ///< file name
    std::string checkpoint;
    std::string label; ///< what the checkpoint calls itself: "untrained"
};

} // namespace tvlt
