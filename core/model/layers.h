#pragma once

#include "core/model/activations.h"
#include "core/model/attention.h"

#include <torch/nn/module.h>
#include <torch/nn/modules/normalization.h>
#include <torch/nn/pimpl.h>

#include <cstdint>

namespace tvlt {

struct AttentionRows;
struct TvltConfig;

/// y = x W^T + b, then `then` of each element. Weights are left uninitialised, biases zero: initialiseWeights()
/// follows.
class LinearImpl : public torch::nn::Module {
  public:
    LinearImpl(std::int64_t in, std::int64_t out, bool bias = true);
    [[nodiscard]] torch::Tensor forward(const torch::Tensor& x, Activation then = nullptr) const;

  private:
    torch::Tensor weight_, bias_;
};
TORCH_MODULE(Linear);

/// A Linear under the name `dense`, as Hugging Face's output and intermediate modules hold it.
class DenseImpl : public torch::nn::Module {
  public:
    DenseImpl(std::int64_t in, std::int64_t out);
    [[nodiscard]] torch::Tensor forward(const torch::Tensor& x, Activation then = nullptr) const {
        return dense_->forward(x, then);
    }

  private:
    Linear dense_{nullptr};
};
TORCH_MODULE(Dense);

[[nodiscard]] torch::nn::LayerNorm layerNorm(std::int64_t size, double eps);
/// Its output for `x`, in the type of `x`.
[[nodiscard]] torch::Tensor normalised(const torch::nn::LayerNorm& norm, const torch::Tensor& x);

/// Parameters named "….weight" of two or more dimensions from N(0, range), as the reference does; those below the child
/// `except` are left as they are.
void initialiseWeights(torch::nn::Module& module, double range, const std::string& except = {});

/// Sizes of a transformer layer; encoder and decoder have their own.
struct LayerSizes {
    std::int64_t hidden = 0;
    std::int64_t heads = 0;
    std::int64_t intermediate = 0;
};

/// What a layer is asked to show of its attention besides running.
struct AttentionProbe {
    bool wantsProbabilities = false;
    const AttentionRows* wantedRows = nullptr; ///< heads and queries; none: no rows
    torch::Tensor probabilities;               ///< (B, heads, L, L)
    torch::Tensor rows;                        ///< (B, heads, queries, L) f32
};

/// One pre-norm transformer layer: x += Wo Attention(LN1 x), then x += W2 act(W1 LN2 x).
class TvltLayerImpl : public torch::nn::Module {
  public:
    TvltLayerImpl(const TvltConfig& config, LayerSizes sizes);

    /// `x`: (B, L, hidden); `bias`: of keyBias(), or undefined. Fills what `probe` wants.
    [[nodiscard]] torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& bias,
                                        AttentionProbe* probe = nullptr) const;

    /// The two halves of forward(), with attend() between them: queries, keys and values of `x`, and what follows from
    /// `x` and the context (B, heads, L, head_dim).
    [[nodiscard]] Projections project(const torch::Tensor& x) const;
    [[nodiscard]] torch::Tensor finish(const torch::Tensor& x, const torch::Tensor& context) const;

  private:
    [[nodiscard]] torch::Tensor feedForward(const torch::Tensor& x) const;
    [[nodiscard]] torch::Tensor heads(const Linear& projection, const torch::Tensor& x) const;

    LayerSizes sizes_;
    double hiddenDropout_;
    double attentionDropout_;
    Activation activation_;
    torch::nn::LayerNorm layernormBefore_{nullptr}, layernormAfter_{nullptr};
    Linear query_{nullptr}, key_{nullptr}, value_{nullptr};
    Dense attentionOutput_{nullptr}, intermediate_{nullptr}, output_{nullptr};
};
TORCH_MODULE(TvltLayer);

} // namespace tvlt
