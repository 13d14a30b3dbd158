#pragma once

#include "core/dataset/model_input.h"

namespace tvlt {

/// A model small enough that tests take no time: 4 frames of 32 × 32, 64 rows of 16 bands at 8 kHz, 0.8 s.
[[nodiscard]] inline ModelInput smallInput() {
    ModelInput input;
    input.image.shortestEdge = 32;
    input.image.cropHeight = input.image.cropWidth = 32;
    input.image.patchSize = {8, 8};
    input.image.numFrames = input.frames = 4;
    input.audio.spectrogramLength = 64;
    input.audio.patchSize = {8, 8};
    input.audio.featureSize = 16;
    input.audio.samplingRate = 8000;
    input.audio.hopLength = 100;
    input.audio.nFft = 400;
    return input;
}

} // namespace tvlt
