#pragma once

#include "core/model/layer_stack.h"
#include "core/model/outputs.h"

namespace tvlt {

/// The MAE decoder: transformer layers and a LayerNorm, under the names `decoder_layers` and `layernorm`. One for both
/// modalities.
class TvltDecoderImpl : public torch::nn::Module {
  public:
    explicit TvltDecoderImpl(const TvltConfig& config);
    /// (B, L, decoder_hidden_size) -> the same. No mask: padding is attended too.
    [[nodiscard]] torch::Tensor forward(const torch::Tensor& x, const ForwardOptions& options) const;

  private:
    LayerStack layers_{nullptr};
    torch::nn::LayerNorm norm_{nullptr};
};
TORCH_MODULE(TvltDecoder);

/// A Linear under the name `decoder`, from decoder_hidden_size to the values of one patch.
class TvltMaeHeadImpl : public torch::nn::Module {
  public:
    TvltMaeHeadImpl(std::int64_t hidden, std::int64_t values);
    [[nodiscard]] torch::Tensor forward(const torch::Tensor& x) const { return decoder_->forward(x); }

  private:
    Linear decoder_{nullptr};
};
TORCH_MODULE(TvltMaeHead);

/// Puts `mask_token` (1, 1, D) in the place of what was removed: kept (B, keep, D) and ids_restore (B, L) give
/// (B, L, D) in the order of the grid.
[[nodiscard]] torch::Tensor restoreTokens(const torch::Tensor& kept, const torch::Tensor& mask_token,
                                          const torch::Tensor& ids_restore);

} // namespace tvlt
