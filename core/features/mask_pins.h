#pragma once

#include "core/features/mask.h"

#include <span>
#include <vector>

namespace tvlt {

/// What a brush makes of a patch. Random: it is no longer pinned.
enum class PinTo { Hidden, Shown, Random };

/// Which patches a brush takes with the one that it touches.
enum class BrushShape {
    Patch,
    Moment, ///< all of that time: the whole frame, or the time step with all its bands
    Place,  ///< that place at all times: a tube through the frames, or a frequency band
};

/// Ascending. Throws BadInput for a token outside the layout.
[[nodiscard]] std::vector<int> brushTokens(const PatchLayout& layout, const TokenRef& touched, BrushShape shape);

/// `pins` with `tokens` pinned, or freed. Both lists come out ascending, each token once and in one of them.
[[nodiscard]] Pins withPins(const Pins& pins, std::span<const int> tokens, PinTo to);

/// The very opposite of a mask, pinned: what was hidden is shown and what was visible is hidden.
[[nodiscard]] Pins invertedPins(const TokenMask& mask);

/// Pins carried over to another layout: a patch is pinned as the one of `from` under its centre is. Frames correspond
/// by their share of the clip and patches by their share of the frame; sound by its columns, as a hop is a hop, and by
/// its share of the bands. Throws BadInput for a pin outside `from`.
[[nodiscard]] Pins refittedPins(const Pins& pins, Modality modality, const PatchLayout& from, const PatchLayout& to);

/// `settings` with its pins in `layout`'s tokens.
[[nodiscard]] MaskSettings refitted(const MaskSettings& settings, const PatchLayout& layout);

} // namespace tvlt
