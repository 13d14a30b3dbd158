#pragma once

#include "core/base/job.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tvlt {

struct Checkpoint;
struct ClipFeatures;
struct Mask;

/// What the MAE said, by patches in PatchLayout's order. Empty for a modality that is not there.
struct MaePass {
    std::vector<float> pixelLogits; ///< tokens × values
    std::vector<float> audioLogits;
    double pixelLoss = 0.0; ///< over hidden, real patches; 0 where there are none
    double audioLoss = 0.0;
    /// What the matching head says of the visible patches; none: no such head, or not both picture and sound.
    std::optional<double> matchingLogit;
};

/// What the heads said of the whole, unmasked clip.
struct HeadsPass {
    std::optional<double> matchingLogit;
    std::vector<double> classLogits;
};

/// Patches that a model in mode Original takes for padding since they are -1 throughout: 1 for each, per token.
struct InvisiblePatches {
    std::vector<std::uint8_t> pixel;
    std::vector<std::uint8_t> audio;
};

/// "cuda:0", "bf16".
struct RunsOn {
    std::string device;
    std::string dtype;
};

// These run on the checkpoint's device and in its dtype, and are all of this folder that touches LibTorch. They throw
// Exception (cancelled within one transformer block; Internal or OutOfMemory from LibTorch).

/// Needs the MAE head. Never returns a number that is not finite: throws BadInput.
[[nodiscard]] MaePass runMae(const Checkpoint& checkpoint, const ClipFeatures& features, const Mask& mask,
                             const Job& job);
/// Whatever heads the checkpoint has; the matching head only where there are picture and sound.
[[nodiscard]] HeadsPass runHeads(const Checkpoint& checkpoint, const ClipFeatures& features, const Job& job);
/// The state of token 0 (cls; of the authors' sound alone the first patch) of the whole, unmasked clip after the last
/// layer and its norm: what every head reads.
[[nodiscard]] std::vector<float> clsState(const Checkpoint& checkpoint, const ClipFeatures& features, const Job& job);
[[nodiscard]] RunsOn whereItRuns(const Checkpoint& checkpoint);
[[nodiscard]] InvisiblePatches findInvisiblePatches(const Checkpoint& checkpoint, const ClipFeatures& features);

} // namespace tvlt
