#include "core/checkpoint/trained_mask.h"

#include "core/checkpoint/checkpoint.h"

namespace tvlt {

MaskSettings trainedMask(const Checkpoint& checkpoint) {
    const TvltConfig& config = checkpoint.config;
    MaskSettings mask;
    mask.pixelRatio = config.pixel_mask_ratio;
    mask.audioRatio = config.audio_mask_ratio;
    mask.audioType = audioMaskTypeFromName(config.audio_mask_type).value_or(AudioMaskType::FrameLevel);
    return mask;
}

} // namespace tvlt
