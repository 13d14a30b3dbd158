#pragma once

#include "core/model/config.h"
#include "core/model/outputs.h"

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>

namespace tvlt {

/// The TVLT encoder (modeling_tvlt.py, TvltModel). Registered names equal the Hugging Face checkpoint's keys.
/// Const forward passes may run on several threads at once: they share nothing but the weights.
class TvltModelImpl : public torch::nn::Module {
  public:
    /// Parameters initialised as the reference does (N(0, initializer_range), zeros, ones). Throws as validate().
    explicit TvltModelImpl(TvltConfig config);
    ~TvltModelImpl() override;

    /// Throws BadInput with shapes in its words when an input does not fit the config.
    [[nodiscard]] TvltModelOutput forward(const TvltInputs& inputs, const ForwardOptions& options = {}) const;
    [[nodiscard]] const TvltConfig& config() const;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};
TORCH_MODULE(TvltModel);

} // namespace tvlt
