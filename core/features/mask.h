#pragma once

#include "core/features/patch_layout.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace tvlt {

/// What one draw of noise hides in a spectrogram: whole time steps, or single patches.
enum class AudioMaskType { FrameLevel, PatchLevel };

/// "frame-level", "patch-level".
[[nodiscard]] std::string_view audioMaskTypeName(AudioMaskType type);
[[nodiscard]] std::optional<AudioMaskType> audioMaskTypeFromName(std::string_view name);

/// Patches that a person hid or showed by hand: they override the random ones.
struct Pins {
    std::vector<int> hidden; ///< token indices
    std::vector<int> shown;
    [[nodiscard]] bool empty() const { return hidden.empty() && shown.empty(); }
    bool operator==(const Pins&) const = default;
};

/// All that determines a mask, with the reference's default ratios.
struct MaskSettings {
    double pixelRatio = 0.75; ///< share of hidden pixel patches, 0 to 1 inclusive
    double audioRatio = 0.15;
    AudioMaskType audioType = AudioMaskType::FrameLevel;
    std::uint64_t seed = 0;
    Pins pixelPins;
    Pins audioPins;
    /// What the pins' tokens are of. Where the clip's layout is another one, makeMask() carries them over by place;
    /// none: they are of the clip's layout.
    std::optional<PatchLayout> pinLayout;
    bool operator==(const MaskSettings&) const = default;
};

/// The mask of one modality over its L tokens.
struct TokenMask {
    std::vector<std::int64_t> order; ///< permutation of 0…L-1; the first `keep` go through the encoder, in this order
    int keep = 0;
    std::vector<std::int64_t> idsRestore; ///< inverse of `order`
    std::vector<std::uint8_t> hidden;     ///< per token: 1 = hidden (order position >= keep)
    std::vector<std::uint8_t> pinned;     ///< per token: 1 = by hand, not by noise; empty: none is
};

struct Mask {
    TokenMask pixel;
    TokenMask audio;
};

/// L - hidden: trunc(L * (1 - ratio)), evaluated in double in exactly that form (modeling_tvlt.py, random_masking).
[[nodiscard]] int keptTokens(int length, double ratio);

/// Uniform noise in [0, 1), a function of (seed, layout) alone and equal on every platform: value i of a modality is
/// the top 24 bits of SplitMix64 at position i of a stream keyed by seed and modality. Frame-level audio noise holds
/// one value per time step, repeated for its bands.
[[nodiscard]] std::vector<float> pixelNoise(const PatchLayout& layout, std::uint64_t seed);
[[nodiscard]] std::vector<float> audioNoise(const PatchLayout& layout, std::uint64_t seed, AudioMaskType type);

/// Stable ascending sort of `noise`; the first keptTokens() stay visible. Pins move their tokens to the kept or the
/// hidden side whatever their noise, and the ratio keeps its meaning for the others. Throws BadInput for a ratio
/// outside [0, 1] (or NaN), a pin outside the layout, or one token pinned both ways. For one noise, masks nest as the
/// ratio rises.
[[nodiscard]] TokenMask maskFromNoise(std::span<const float> noise, double ratio, const Pins& pins = {});

/// Throws as maskFromNoise().
[[nodiscard]] Mask makeMask(const PatchLayout& layout, const MaskSettings& settings);

} // namespace tvlt
