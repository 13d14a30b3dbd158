#pragma once

#include "core/base/timeline.h"
#include "core/checkpoint/checkpoint.h"
#include "core/features/mask.h"
#include "core/features/recipe.h"
#include "core/media/clip_info.h"

#include <memory>
#include <optional>

namespace tvlt {

/// All that determines an Analysis. Equal requests give equal results.
struct Request {
    ClipInfo clip;
    std::shared_ptr<const Checkpoint> checkpoint;
    std::optional<Segment> segment; ///< none: from 0, duration by defaultDuration()
    std::optional<int>
        frames; ///< none: the config's num_frames (1 for the authors' MAE files), at most what the model takes
    Recipe recipe = Recipe::Auto;
    MaskSettings mask;
    bool reconstruct = true; ///< the masked pass; needs the MAE head
    bool predict = true;     ///< matching logit and class scores, where the heads are there
};

/// min(what is left of the clip, the seconds that the model's spectrogram holds).
[[nodiscard]] double defaultDuration(const Request& request);
/// The recipe that Auto stands for.
[[nodiscard]] Recipe effectiveRecipe(const Request& request);

} // namespace tvlt
