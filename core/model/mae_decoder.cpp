#include "core/model/mae_decoder.h"

#include "core/model/config.h"

namespace tvlt {

using torch::Tensor;

TvltDecoderImpl::TvltDecoderImpl(const TvltConfig& c)
    : layers_(register_module(
          "decoder_layers",
          LayerStack(c, c.decoder_num_hidden_layers,
                     LayerSizes{c.decoder_hidden_size, c.decoder_num_attention_heads, c.decoder_intermediate_size}))),
      norm_(register_module("layernorm", layerNorm(c.decoder_hidden_size, c.layer_norm_eps))) {}

Tensor TvltDecoderImpl::forward(const Tensor& x, const ForwardOptions& options) const {
    return normalised(norm_, layers_->forward(x, {}, options));
}

TvltMaeHeadImpl::TvltMaeHeadImpl(std::int64_t hidden, std::int64_t values)
    : decoder_(register_module("decoder", Linear(hidden, values))) {}

Tensor restoreTokens(const Tensor& kept, const Tensor& mask_token, const Tensor& ids_restore) {
    const auto removed = ids_restore.size(1) - kept.size(1);
    const auto shuffled = torch::cat({kept, mask_token.expand({kept.size(0), removed, kept.size(2)})}, 1);
    return shuffled.gather(1, ids_restore.unsqueeze(-1).expand({-1, -1, kept.size(2)}));
}

} // namespace tvlt
