#include "core/evaluation/example_layout.h"

#include "core/dataset/example_source.h"
#include "core/model/config.h"

namespace tvlt {

PatchLayout exampleLayout(const TvltConfig& config, const Example& example) {
    PatchLayout layout;
    layout.frames = example.pixels.frames;
    layout.patchHeight = config.image_patch_size[0];
    layout.patchWidth = config.image_patch_size[1];
    layout.patchRows = example.pixels.height / layout.patchHeight;
    layout.patchCols = example.pixels.width / layout.patchWidth;
    layout.patchColumns = config.audio_patch_size[0];
    layout.patchMels = config.audio_patch_size[1];
    layout.timeSteps = example.audio.rows / layout.patchColumns;
    layout.bands = example.audio.mels / layout.patchMels;
    return layout;
}

int realSteps(const AudioInput& audio, const PatchLayout& layout) {
    return (audio.realRows + layout.patchColumns - 1) / layout.patchColumns;
}

} // namespace tvlt
