#pragma once

#include "core/features/patch_layout.h"

#include <optional>
#include <vector>

namespace tvlt {

/// The token that a question is about; none: cls.
using AskedToken = std::optional<TokenRef>;

/// One number for each patch of a clip, and for cls: what a map over frames and spectrogram shows.
struct TokenValues {
    std::vector<float> pixel; ///< per token, in PatchLayout's order; NaN: padding, or not in the sequence
    std::vector<float> audio;
    std::optional<float> cls; ///< none: not in the sequence
    double padding = 0.0;     ///< weights alone: the sum of what falls on padding

    /// NaN for cls where the sequence has none.
    [[nodiscard]] float at(const AskedToken& token) const;
    /// All of it: 1 for a row of attention.
    [[nodiscard]] double sum() const;
};

} // namespace tvlt
