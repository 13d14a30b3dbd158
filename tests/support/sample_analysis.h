#pragma once

#include "core/analysis/analysis.h"

#include <memory>

namespace tvlt {

/// Half of either modality hidden, patch by patch, seed 7.
[[nodiscard]] MaskSettings sampleMask();

/// What a made-up analysis is like. The defaults make small pictures with every part present.
struct SampleOptions {
    int frames = 4; ///< 0: no picture
    int frameWidth = 32;
    int frameHeight = 32;
    int columns = 64; ///< 0: no sound
    int mels = 32;
    double start = 0.0;
    double duration = 0.75;  ///< seconds of the segment
    bool reconstruct = true; ///< false: the checkpoint has no MAE head
    std::string label = "untrained";
    MaskSettings mask = sampleMask();
};

/// Drawn frames and a drawn spectrogram: a function of the options alone.
[[nodiscard]] std::shared_ptr<ClipFeatures> sampleFeatures(const SampleOptions& options = {});

/// A whole answer over given or drawn features: hidden patches are painted back with a known mistake (pixels 30 levels
/// too bright, sound 6 dB too loud), and errors, losses and metrics agree with it.
[[nodiscard]] std::shared_ptr<Analysis> sampleAnalysis(const SampleOptions& options = {},
                                                       std::shared_ptr<const ClipFeatures> features = nullptr);

} // namespace tvlt
