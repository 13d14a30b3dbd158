#pragma once

#include "core/model/layers.h"

#include <vector>

namespace tvlt {

struct ForwardOptions;
struct TvltModelOutput;

/// Transformer layers one after the other, registered as "0", "1", …
class LayerStackImpl : public torch::nn::Module {
  public:
    LayerStackImpl(const TvltConfig& config, int count, LayerSizes sizes);

    /// (B, L, hidden) -> the same, before any final LayerNorm. Looks at `options.stop` before each layer and throws
    /// Cancelled, and says which layer it is at to `options.progress`. Fills hidden_states, attentions and
    /// attention_rows of `output` as the options ask (these two not where `run_layer` stands in for the layers);
    /// without `output` (the decoder) they are not looked at.
    [[nodiscard]] torch::Tensor forward(torch::Tensor x, const torch::Tensor& bias, const ForwardOptions& options,
                                        TvltModelOutput* output = nullptr) const;

  private:
    std::vector<TvltLayer> layers_;
};
TORCH_MODULE(LayerStack);

} // namespace tvlt
