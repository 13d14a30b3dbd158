#pragma once

#include <torch/types.h>

#include <cstdint>
#include <vector>

namespace tvlt {

/// Which keys can be seen, as a number added to the scores: (1 - mask) * the most negative number of `dtype` (of bf16
/// for f32), (B, 1, L). Added rather than set to -inf: where every key of a sample is masked, all scores round to the
/// same number and attention is uniform, not NaN. The authors replace masked scores by -1e12, which gives the same
/// weights: a masked key's is exactly 0 beside a visible one. `mask`: (B, L), 1 = visible; an undefined mask gives an
/// undefined bias.
[[nodiscard]] torch::Tensor keyBias(const torch::Tensor& mask, torch::ScalarType dtype);

/// Queries, keys and values of one layer, (B, heads, L, head_dim) each.
struct Projections {
    torch::Tensor query;
    torch::Tensor key;
    torch::Tensor value;
};

/// softmax(Q K^T / sqrt(head_dim) + bias) V for every query: (B, heads, L, head_dim). Works on a tile of queries at a
/// time and never holds an L × L matrix, unless `probabilities` asks for it: (B, heads, L, L), after dropout.
/// `bias`: (B, 1, L) or undefined.
[[nodiscard]] torch::Tensor attend(const Projections& projections, const torch::Tensor& bias, double dropout = 0.0,
                                   torch::Tensor* probabilities = nullptr);

/// The attention of some queries in some heads (empty: all), without dropout: (B, heads, queries, L) f32.
[[nodiscard]] torch::Tensor attentionRows(const Projections& projections, const torch::Tensor& bias,
                                          const std::vector<std::int64_t>& heads,
                                          const std::vector<std::int64_t>& queries);

} // namespace tvlt
