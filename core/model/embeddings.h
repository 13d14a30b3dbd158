#pragma once

#include <torch/nn/module.h>
#include <torch/nn/pimpl.h>
#include <torch/types.h>

#include <array>

namespace tvlt {

struct TvltConfig;

/// A convolution whose kernel is its stride, computed as one matrix product of patches: the same on every device and in
/// every dtype. Holds `projection.{weight, bias}`.
class PatchEmbeddingsImpl : public torch::nn::Module {
  public:
    PatchEmbeddingsImpl(int channels, std::array<int, 2> patch, int hidden);
    /// (N, C, H, W) -> (N, patches, hidden).
    [[nodiscard]] torch::Tensor forward(const torch::Tensor& images) const;

  private:
    std::array<int, 2> patch_;
    torch::Tensor weight_, bias_;
};
TORCH_MODULE(PatchEmbeddings);

/// token(f, p) = patch + pos_embed_v[p] + temporal_embed[f] + type_embed_v.
class PixelEmbeddingsImpl : public torch::nn::Module {
  public:
    explicit PixelEmbeddingsImpl(const TvltConfig& config);
    /// (B, F, C, H, W) -> (B, F * P, hidden), frame by frame.
    [[nodiscard]] torch::Tensor forward(const torch::Tensor& pixel_values) const;

  private:
    PatchEmbeddings patches_{nullptr};
    torch::Tensor type_, temporal_, position_;
};
TORCH_MODULE(PixelEmbeddings);

/// token(t, q) = patch + freq_embed[q] + pos_embed_a[t] + type_embed_a.
class AudioEmbeddingsImpl : public torch::nn::Module {
  public:
    explicit AudioEmbeddingsImpl(const TvltConfig& config);
    /// (B, Ca, rows, mels) -> (B, T * Q, hidden), frequency fastest.
    [[nodiscard]] torch::Tensor forward(const torch::Tensor& audio_values) const;

  private:
    PatchEmbeddings patches_{nullptr};
    torch::Tensor type_, position_, frequency_;
};
TORCH_MODULE(AudioEmbeddings);

/// Positions of a grid whose second axis runs fastest: slow (1, N, H) and fast (1, M, H) tables give (1, n * M, H) for
/// the first n slow positions. Frames × patches, and time × frequency.
[[nodiscard]] torch::Tensor gridPositions(const torch::Tensor& slow, const torch::Tensor& fast, std::int64_t n);

} // namespace tvlt
