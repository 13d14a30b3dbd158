#pragma once

#include "core/dataset/example_source.h"
#include "core/model/config.h"
#include "core/training/example_plan.h"

#include <torch/types.h>

#include <vector>

namespace tvlt {

/// Examples side by side, on a device.
struct Batch {
    torch::Tensor pixelValues; ///< (B, F, C, H, W) f32
    torch::Tensor audioValues; ///< (B, 1, rows, mels) f32
    /// (B, F*P), and audioMask (B, T*Q), 1 = real; undefined where nothing is padding. Always both: the reference
    /// passes over an audio mask that stands alone.
    torch::Tensor pixelMask;
    torch::Tensor audioMask;
    torch::Tensor labels; ///< classes int64 (B,), values f32 (B, n); undefined without targets

    // The first `matched` examples, for the matching loss; undefined without.
    torch::Tensor pairedPixels; ///< (M, F, C, H, W): the picture that the sound is matched with
    torch::Tensor paired;       ///< (M,) f32: 1 = its own

    std::vector<std::int64_t> numbers; ///< of the examples in the run: what random choices are keyed by

    [[nodiscard]] std::int64_t size() const { return pixelValues.size(0); }
};

/// On the CPU. `pairings`: one per example, those that are Unmatched last. A Swapped example gets the next one's
/// picture; so does a Shifted one whose clip was too short; a lone example has no next one and keeps its own. Throws
/// BadInput where examples differ in size.
[[nodiscard]] Batch makeBatch(const std::vector<Example>& examples, const std::vector<Pairing>& pairings,
                              std::vector<std::int64_t> numbers, const TvltConfig& config, bool classes);
/// Still on the CPU, but where a GPU can fetch it from without being waited for.
[[nodiscard]] Batch readyFor(const torch::Device& device, Batch batch);
[[nodiscard]] Batch toDevice(Batch batch, const torch::Device& device);
/// The first n examples.
[[nodiscard]] Batch firstOf(Batch batch, std::int64_t n);

} // namespace tvlt
