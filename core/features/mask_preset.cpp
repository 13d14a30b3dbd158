#include "core/features/mask_preset.h"

#include "core/base/name_table.h"

namespace tvlt {

namespace {

constexpr NameTable<MaskPreset, 4> kNames{{
    {MaskPreset::Random, "random"},
    {MaskPreset::PictureFromSound, "picture-from-sound"},
    {MaskPreset::SoundFromPicture, "sound-from-picture"},
    {MaskPreset::FutureFromPast, "future-from-past"},
}};

/// The moments from half of `moments` on are hidden, those before shown; what follows them stays free.
Pins secondHalfHidden(int moments, int tokensPerMoment) {
    Pins pins;
    for (int token = 0; token < moments * tokensPerMoment; ++token)
        (2 * (token / tokensPerMoment) < moments ? pins.shown : pins.hidden).push_back(token);
    return pins;
}

} // namespace

std::string_view presetName(MaskPreset preset) {
    return nameIn(kNames, preset);
}

std::optional<MaskPreset> presetFromName(std::string_view name) {
    return valueIn(kNames, name);
}

const std::vector<MaskPreset>& allPresets() {
    static const std::vector<MaskPreset> all = [] {
        std::vector<MaskPreset> presets;
        for (const auto& [preset, name] : kNames)
            presets.push_back(preset);
        return presets;
    }();
    return all;
}

MaskSettings presetMask(MaskPreset preset, const PatchLayout& layout, int realSteps, const MaskSettings& current,
                        const MaskSettings& ratios) {
    MaskSettings mask = current;
    mask.pixelPins = mask.audioPins = {};
    mask.pinLayout = layout;
    switch (preset) {
    case MaskPreset::Random:
        mask.pixelRatio = ratios.pixelRatio;
        mask.audioRatio = ratios.audioRatio;
        break;
    case MaskPreset::PictureFromSound:
        mask.pixelRatio = 1.0;
        mask.audioRatio = 0.0;
        break;
    case MaskPreset::SoundFromPicture:
        mask.pixelRatio = 0.0;
        mask.audioRatio = 1.0;
        break;
    case MaskPreset::FutureFromPast:
        mask.pixelPins = secondHalfHidden(layout.frames, layout.patchesPerFrame());
        mask.audioPins = secondHalfHidden(std::min(realSteps, layout.timeSteps), layout.bands);
        break;
    }
    return mask;
}

} // namespace tvlt
