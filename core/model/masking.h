#pragma once

#include "core/model/outputs.h"

#include <cstdint>
#include <string>

namespace tvlt {

struct TvltConfig;

/// One modality after masking for the MAE.
struct KeptTokens {
    torch::Tensor tokens;      ///< (B, keep, hidden), in the order's order
    torch::Tensor mask;        ///< (B, keep) of the kept tokens; undefined without a mask
    torch::Tensor label_mask;  ///< (B, L) f32: 1 = removed, and real where a mask is given
    torch::Tensor ids_restore; ///< (B, L) int64: where each token stands in the order
};

/// Keeps the first order.keep tokens. `mask`: (B, L) or undefined.
[[nodiscard]] KeptTokens keepTokens(const torch::Tensor& tokens, const torch::Tensor& mask, const TokenOrder& order);

/// Throws BadInput unless the order is one of `batch` rows of `length` tokens: a permutation each (looked at only where
/// it lies on the CPU: another device would have to be waited for).
void checkOrder(const TokenOrder& order, std::int64_t batch, std::int64_t length, const std::string& name);

/// Uniform noise from torch's CPU generator, so that a seed gives the same masks on every device. Frame-level audio:
/// one value a time step, the same for its `bands` tokens.
[[nodiscard]] TokenOrder drawPixelOrder(const TvltConfig& config, std::int64_t batch, std::int64_t length);
[[nodiscard]] TokenOrder drawAudioOrder(const TvltConfig& config, std::int64_t batch, std::int64_t length);

} // namespace tvlt
