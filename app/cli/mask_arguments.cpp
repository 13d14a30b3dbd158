#include "app/cli/mask_arguments.h"

#include "app/cli/number_check.h"
#include "core/analysis/analysis.h"
#include "core/checkpoint/trained_mask.h"
#include "core/features/mask_file.h"
#include "core/features/mask_preset.h"

namespace tvlt {

void addMaskOptions(CLI::App& command, MaskArguments& a) {
    const auto ratio = numberCheck("a share from 0 to 1", 0.0, false, 1.0);
    std::vector<std::string> names;
    for (const MaskPreset preset : allPresets())
        names.emplace_back(presetName(preset));
    command.add_option("--mask", a.file, "A mask that the workbench saved; other options override what it says")
        ->type_name("FILE");
    command.add_option("--mask-preset", a.preset, "A question, as a mask")->check(CLI::IsMember(names));
    command
        .add_option("--pixel-mask-ratio", a.pixelRatio, "Share of hidden picture patches; default: the checkpoint's")
        ->check(ratio);
    command.add_option("--audio-mask-ratio", a.audioRatio, "Share of hidden sound patches; default: the checkpoint's")
        ->check(ratio);
    command
        .add_option("--audio-mask-type", a.audioType,
                    "Hide whole time steps, or single patches; default: the checkpoint's")
        ->check(CLI::IsMember({"frame-level", "patch-level"}));
    command.add_option("--seed", a.seed, "Of the mask; default: 0");
}

MaskChoice maskChoice(const MaskArguments& a, const MaskSettings& trained) {
    return {a.file.empty() ? a.session.value_or(trained) : loadMask(a.file),
            presetFromName(a.preset),
            a.pixelRatio,
            a.audioRatio,
            audioMaskTypeFromName(a.audioType),
            a.seed};
}

MaskSettings maskOf(const MaskArguments& a, const Checkpoint& checkpoint, const ClipFeatures& features) {
    const MaskSettings trained = trainedMask(checkpoint);
    return chosenMask(maskChoice(a, trained), features.layout, features.soundSteps(), trained);
}

} // namespace tvlt
