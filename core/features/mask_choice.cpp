#include "core/features/mask_choice.h"

#include "core/features/mask_file.h"

#include <nlohmann/json.hpp>

namespace tvlt {

MaskSettings chosenMask(const MaskChoice& choice, const PatchLayout& layout, int soundSteps,
                        const MaskSettings& trained) {
    MaskSettings mask =
        choice.preset ? presetMask(*choice.preset, layout, soundSteps, choice.base, trained) : choice.base;
    mask.pixelRatio = choice.pixelRatio.value_or(mask.pixelRatio);
    mask.audioRatio = choice.audioRatio.value_or(mask.audioRatio);
    mask.audioType = choice.audioType.value_or(mask.audioType);
    mask.seed = choice.seed.value_or(mask.seed);
    return mask;
}

nlohmann::json maskChoiceJson(const MaskChoice& choice, const MaskSettings& trained) {
    // A preset's pins depend on the clip: its name stands for them.
    nlohmann::json json = maskToJson(chosenMask(choice, {}, 0, trained));
    if (choice.preset)
        json["preset"] = presetName(*choice.preset);
    return json;
}

} // namespace tvlt
