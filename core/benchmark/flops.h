#pragma once

#include "core/model/config.h"

namespace tvlt {

/// What goes through a model at once: one clip of full size.
struct BenchTokens {
    int pixels = 0;
    int audios = 0;
    int keptPixels = 0; ///< of the masked pass
    int keptAudios = 0;
};
/// Of a clip that fills the model, masked at the config's ratios.
[[nodiscard]] BenchTokens fullTokens(const TvltConfig& config);

// Floating-point operations of matrix products, a multiplication and an addition each; what else a pass does (norms,
// softmax, activations) is left out, as is the rule for such rates.

/// One stack of `layers` over `tokens`: queries, keys, values and output (8 L d²), scores and context (4 L² d), MLP
/// (4 L d f).
[[nodiscard]] double stackFlops(double layers, double tokens, double hidden, double intermediate);
/// The encoder on all tokens, with the embeddings of all patches.
[[nodiscard]] double encoderFlops(const TvltConfig& config, const BenchTokens& tokens);
/// The masked pass: the encoder on the kept tokens, then the decoder on all patches of each modality, and its heads.
[[nodiscard]] double maskedFlops(const TvltConfig& config, const BenchTokens& tokens);

} // namespace tvlt
