#pragma once

#include <cstdint>
#include <vector>

namespace tvlt {

/// One video as the model takes it.
struct PixelInput {
    int frames = 0;
    int channels = 3;
    int height = 0;
    int width = 0;
    std::vector<float> values; ///< (frames, channels, height, width), model units (by default [-1, 1])
    std::vector<float> mean{0.5F, 0.5F,
                            0.5F}; ///< values = (u8 * rescale - mean) / std per channel: how to get back to pictures
    std::vector<float> std{0.5F, 0.5F, 0.5F};
    double rescale = 1.0 / 255.0;
};

/// One recording as the model takes it.
struct AudioInput {
    int rows = 0; ///< spectrogram columns (time), padded to whole patches
    int mels = 0;
    int realRows = 0;          ///< the first rows that are signal, not padding
    std::vector<float> values; ///< (rows, mels), model units: (dB - 20) / 40 + 1, in [-1, 1]
    int hopLength = 512;       ///< samples
    int samplingRate = 44100;  ///< Hz
};

} // namespace tvlt
