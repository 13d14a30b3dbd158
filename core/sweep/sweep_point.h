#pragma once

#include "core/features/mask.h"
#include "core/features/patch_layout.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace tvlt {

/// One masked pass of a sweep.
struct SweepPoint {
    double pixelRatio = 0.0; ///< 0 to 1
    double audioRatio = 0.0;
    std::uint64_t seed = 0;
    bool operator==(const SweepPoint&) const = default;
};

/// What came out of it.
struct SweepSample {
    SweepPoint point;
    std::optional<double> pixelLoss; ///< the MAE loss, model units; none: no patch that holds signal is hidden
    std::optional<double> audioLoss;
    std::optional<double> matchingLogit; ///< the matching head's word on the visible patches
};

/// What can be read off a sample. The first two need hidden patches of that modality.
enum class SweepMeasure { PixelLoss, AudioLoss, MatchingLogit };
[[nodiscard]] std::optional<double> measured(const SweepSample& sample, SweepMeasure measure);

/// The ratio of `modality` at a point.
[[nodiscard]] double ratioOf(const SweepPoint& point, Modality modality);

/// `count` ratios from 0 to 1, evenly apart; `count` is at least 2. Throws BadInput.
[[nodiscard]] std::vector<double> evenRatios(int count);
/// `count` seeds from `first` on. Throws BadInput for none.
[[nodiscard]] std::vector<std::uint64_t> seedsFrom(std::uint64_t first, int count);

/// One ratio runs through `ratios`, the other stays as `base` has it; seed by seed, so that a whole curve is there
/// early. Throws BadInput for a ratio outside [0, 1].
[[nodiscard]] std::vector<SweepPoint> armPoints(const MaskSettings& base, Modality varied,
                                                const std::vector<double>& ratios,
                                                const std::vector<std::uint64_t>& seeds);
/// armPoints() of both modalities, of those that are there: the pixel ratio first.
[[nodiscard]] std::vector<SweepPoint> crossPoints(const MaskSettings& base, bool pixel, bool audio,
                                                  const std::vector<double>& ratios,
                                                  const std::vector<std::uint64_t>& seeds);
/// Every pixel ratio with every audio ratio, seed by seed. Throws as armPoints().
[[nodiscard]] std::vector<SweepPoint> gridPoints(const std::vector<double>& pixelRatios,
                                                 const std::vector<double>& audioRatios,
                                                 const std::vector<std::uint64_t>& seeds);

/// `base` at a point: ratios and seed are the point's; type and pins stay.
[[nodiscard]] MaskSettings maskAt(const MaskSettings& base, const SweepPoint& point);

} // namespace tvlt
