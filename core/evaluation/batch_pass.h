#pragma once

#include "core/base/job.h"

#include <cstdint>
#include <span>
#include <vector>

namespace tvlt {

struct AudioInput;
struct Checkpoint;
struct Mask;
struct PixelInput;

/// Clips that go through a model together: clip i has pixels[i] and audio[i], all of one shape. What is pointed to must
/// outlive it.
struct ClipBatch {
    std::vector<const PixelInput*> pixels;
    std::vector<const AudioInput*> audio;
};

/// How well one modality was painted: for each clip, one number a token.
struct PaintErrors {
    std::vector<std::vector<float>> error;         ///< mean squared error over the patch, model units
    std::vector<std::vector<std::uint8_t>> scored; ///< 1 = hidden, and no padding
};

struct MaeErrors {
    PaintErrors pixel;
    PaintErrors audio; ///< empty unless it was asked for
};

// These run on the checkpoint's device and in its dtype, and are all of this folder that touches LibTorch. They throw
// Exception: Cancelled within one transformer block, BadInput for outputs that are not finite and shapes that the model
// does not take.

/// Needs the MAE head; one mask a clip, all keeping the same number of tokens.
[[nodiscard]] MaeErrors maeErrors(const Checkpoint& checkpoint, const ClipBatch& batch, std::span<const Mask> masks,
                                  bool withAudio, const Job& job);
/// Needs the matching head. Above 0: picture and sound belong together.
[[nodiscard]] std::vector<double> matchingLogits(const Checkpoint& checkpoint, const ClipBatch& batch, const Job& job);
/// Needs a classifier: the class with the largest logit.
[[nodiscard]] std::vector<int> predictedClasses(const Checkpoint& checkpoint, const ClipBatch& batch, const Job& job);

} // namespace tvlt
