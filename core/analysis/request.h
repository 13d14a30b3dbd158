#pragma once

#include "core/base/timeline.h"
#include "core/checkpoint/checkpoint.h"
#include "core/features/mask.h"
#include "core/features/recipe.h"
#include "core/media/clip_info.h"

#include <cstdint>
#include <memory>
#include <optional>

namespace tvlt {

/// All that determines an Analysis. Equal requests give equal results.
struct Request {
    std::uint64_t id = 0; ///< set by Engine::submit(), copied into the Analysis; no part of what is asked
    ClipInfo clip;
    std::shared_ptr<const Checkpoint> checkpoint;
    /// A companion whose class scores join the analysis when it takes the very same input; null: none.
    std::shared_ptr<const Checkpoint> classifier;
    std::optional<Segment> segment; ///< none: from 0, duration by defaultDuration()
    std::optional<int>
        frames; ///< none: the config's num_frames (1 for the authors' MAE files), at most what the model takes
    Recipe recipe = Recipe::Auto;
    MaskSettings mask;
    bool reconstruct = true; ///< the masked pass; needs the MAE head
    /// Reconstructions are shown with each patch's mean and contrast from the clip (borrowedStatistics()): what a model
    /// trained on normalised patches needs to be looked at. Metrics stay those of the model's own output.
    bool borrowStatistics = false;
    bool predict = true; ///< matching logit and class scores, where the heads are there
};

/// min(what is left of the clip from `start` on, the seconds that the model's spectrogram holds). 0 for a still without
/// sound.
[[nodiscard]] double defaultDuration(const Request& request, double start = 0.0);
/// The recipe that Auto stands for.
[[nodiscard]] Recipe effectiveRecipe(const Request& request);

} // namespace tvlt
