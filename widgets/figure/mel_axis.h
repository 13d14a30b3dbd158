#pragma once

#include "widgets/figure/tick.h"

#include <vector>

namespace tvlt {

/// A frequency axis over mel bands. Positions count bands from the axis' lower end: band i spans [i, i + 1), its centre
/// frequency stands at i + 0.5.
class MelAxis {
  public:
    MelAxis() = default;
    /// `melHz`: centre frequency of each band, ascending; bands lie evenly on the mel scale.
    explicit MelAxis(const std::vector<double>& melHz);

    [[nodiscard]] int bands() const { return bands_; }
    /// Position of a frequency; beyond [0, bands] for frequencies beyond the bands.
    [[nodiscard]] double position(double hz) const;
    [[nodiscard]] double hz(double position) const;

    /// Ticks at 100, 200, 500, 1k, 2k, 5k … within the axis, at least `spacing` bands apart; 1k is kept first, then the
    /// others by how round they are. Tick::value is the position; labels read "500", "1k".
    [[nodiscard]] std::vector<Tick> ticks(double spacing) const;

  private:
    int bands_ = 0;
    double firstMel_ = 0.0;
    double melsPerBand_ = 1.0;
};

/// "440 Hz", "1.25 kHz": a frequency for a status line or a tooltip.
[[nodiscard]] QString frequencyText(double hz);

} // namespace tvlt
