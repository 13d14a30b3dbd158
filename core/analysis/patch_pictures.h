#pragma once

#include "core/base/grid.h"
#include "core/base/image.h"
#include "core/features/inputs.h"
#include "core/features/patch_layout.h"

#include <cstdint>
#include <span>
#include <vector>

namespace tvlt {

// Between patches, as the MAE heads order their values (row, column, channel; channel fastest: modeling_tvlt.py,
// patchify_pixel and patchify_audio), and whole frames and spectrograms. The frames must be whole patches.

/// (F, C, H, W) → F·P tokens × p0·p1·C.
[[nodiscard]] std::vector<float> patchesFromFrames(std::span<const float> frames, const PatchLayout& layout,
                                                   int channels);
[[nodiscard]] std::vector<float> framesFromPatches(std::span<const float> patches, const PatchLayout& layout,
                                                   int channels);
/// (rows, mels) → T·Q tokens × p0·p1.
[[nodiscard]] std::vector<float> patchesFromSpectrogram(std::span<const float> rows, const PatchLayout& layout);
[[nodiscard]] std::vector<float> spectrogramFromPatches(std::span<const float> patches, const PatchLayout& layout);

/// Hidden patches from `prediction`, the others from `target`.
[[nodiscard]] std::vector<float> pastePatches(std::span<const float> prediction, std::span<const float> target,
                                              std::span<const std::uint8_t> hidden);

/// Each patch of `prediction` shifted and scaled to the mean and standard deviation of that of `target`. A patch
/// without contrast gets the mean alone.
[[nodiscard]] std::vector<float> borrowedStatistics(std::span<const float> prediction, std::span<const float> target,
                                                    int valuesPerPatch);

/// (F, C, H, W) in model units to pictures; `scale` tells size, mean, standard deviation and rescale factor. Levels are
/// rounded and clipped. One channel becomes grey.
[[nodiscard]] std::vector<Image> imagesFromFrames(std::span<const float> frames, const PixelInput& scale);
/// The level in [0, 1] of a value in model units, clipped.
[[nodiscard]] double unitLevel(float value, const PixelInput& scale, int channel);
/// The first `realRows` rows of (rows, mels) in decibels.
[[nodiscard]] Grid decibelGrid(std::span<const float> rows, int realRows, int mels);

} // namespace tvlt
