#pragma once

#include "core/features/patch_layout.h"

#include <optional>

namespace tvlt {

struct ClipFeatures;

enum class WalkTo { Left, Right, Up, Down, NextFrame, PreviousFrame };

/// The patch that lies next to `from` as the views show them: frames side by side with the spectrogram below, so that
/// left and right lead through time and down from a frame's lowest row leads to the highest band at its time. NextFrame
/// and PreviousFrame keep the place in the frame (a time step, in the spectrogram). Where there is nothing further it
/// stays. Without `from`, or with one that the clip lacks, the first patch; none: the clip has no patches.
[[nodiscard]] std::optional<TokenRef> walkedPatch(const ClipFeatures& features, const std::optional<TokenRef>& from,
                                                  WalkTo to);

} // namespace tvlt
