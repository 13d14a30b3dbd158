#pragma once

#include "core/features/mask.h"

#include <optional>
#include <string_view>
#include <vector>

namespace tvlt {

/// Questions that are asked often, as masks.
enum class MaskPreset {
    Random,           ///< nothing by hand, at given ratios
    PictureFromSound, ///< the whole picture hidden, the whole sound visible
    SoundFromPicture, ///< the other way round
    FutureFromPast,   ///< the second half of frames and sound hidden, the first visible
};

/// "random", "picture-from-sound", "sound-from-picture", "future-from-past".
[[nodiscard]] std::string_view presetName(MaskPreset preset);
[[nodiscard]] std::optional<MaskPreset> presetFromName(std::string_view name);
[[nodiscard]] const std::vector<MaskPreset>& allPresets();

/// `current` with the preset's ratios and pins; its seed and type stay. `realSteps`: the time steps that hold sound,
/// the others being padding. `ratios`: those of Random, taken from its pixelRatio and audioRatio.
[[nodiscard]] MaskSettings presetMask(MaskPreset preset, const PatchLayout& layout, int realSteps,
                                      const MaskSettings& current, const MaskSettings& ratios);

} // namespace tvlt
