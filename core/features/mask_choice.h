#pragma once

#include "core/features/mask.h"
#include "core/features/mask_preset.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>

namespace tvlt {

/// A mask as a person asks for it, before there is a clip: what `base` holds, then a preset, then single settings that
/// override both.
struct MaskChoice {
    MaskSettings base;
    std::optional<MaskPreset> preset;
    std::optional<double> pixelRatio;
    std::optional<double> audioRatio;
    std::optional<AudioMaskType> audioType;
    std::optional<std::uint64_t> seed;
};

/// The mask that a clip of this layout gets. `soundSteps`: the time steps that hold sound. `trained`: whose ratios the
/// preset Random takes.
[[nodiscard]] MaskSettings chosenMask(const MaskChoice& choice, const PatchLayout& layout, int soundSteps,
                                      const MaskSettings& trained);

/// Equal for equal choices: to be compared, not read back.
[[nodiscard]] nlohmann::json maskChoiceJson(const MaskChoice& choice, const MaskSettings& trained);

} // namespace tvlt
