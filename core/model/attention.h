#pragma once

#include <torch/types.h>

#include <cstdint>
#include <functional>
#include <vector>

namespace tvlt {

/// Which keys can be seen, as a number added to the scores: (1 - mask) * the most negative number of `dtype` (of bf16
/// for f32), (B, 1, L). Added rather than set to -inf: where every key of a sample is masked, all scores round to the
/// same number and attention is uniform, not NaN. The authors replace masked scores by -1e12, which gives the same
/// weights: a masked key's is 0, or at most 2^-125, beside a visible one. `mask`: (B, L), 1 = visible; an undefined
/// mask gives an undefined bias.
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

/// One tile of query rows of one sample.
struct AttentionTile {
    std::int64_t first = 0;  ///< query of its first row
    torch::Tensor weights;   ///< (heads, rows, L) f32, no dropout
    torch::Tensor logSumExp; ///< (heads, rows) f32: of each row's scaled and biased scores
};

/// Walks through the attention of one sample (B = 1) from the first query to the last, a tile at a time: no L × L
/// matrix is held. `look` may keep what a tile holds.
void forEachAttentionTile(const Projections& projections, const torch::Tensor& bias,
                          const std::function<void(const AttentionTile& tile)>& look);

/// What all queries give to one key, (heads, L) f32, of one sample (B = 1): exp(score - the row's log-sum-exp).
/// Meaningless where a row sees no key at all.
/// `logSumExp`: (heads, L), as the tiles said it.
[[nodiscard]] torch::Tensor attentionColumn(const Projections& projections, const torch::Tensor& bias,
                                            const torch::Tensor& logSumExp, std::int64_t key);

/// Gradients of a loss with respect to queries, keys and values, found from that with respect to the context without
/// keeping any attention of the way there (as in Dao et al., "FlashAttention", 2022, appendix B.2). One sample (B = 1),
/// no dropout.
struct AttentionGradients {
    torch::Tensor query; ///< shapes as Projections
    torch::Tensor key;
    torch::Tensor value;
};
/// `look`: each tile with the loss' gradient with respect to its weights, (heads, rows, L) f32. May be empty.
[[nodiscard]] AttentionGradients
attentionBackward(const Projections& projections, const torch::Tensor& bias, const torch::Tensor& context,
                  const torch::Tensor& contextGradient,
                  const std::function<void(const AttentionTile& tile, const torch::Tensor& gradient)>& look);

} // namespace tvlt
