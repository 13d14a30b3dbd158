#pragma once

#include "core/features/preprocessor_config.h"

namespace tvlt {

/// What a model takes of a clip: all that a source of examples has to know of it.
struct ModelInput {
    ImageProcessorConfig image;
    FeatureExtractorConfig audio;
    int frames = 8;

    /// Seconds of sound that fill the spectrogram: the length of a segment.
    [[nodiscard]] double seconds() const {
        return static_cast<double>(audio.spectrogramLength) * audio.hopLength / audio.samplingRate;
    }
    bool operator==(const ModelInput&) const = default;
};

} // namespace tvlt
