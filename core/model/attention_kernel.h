#pragma once

#include <cstddef>
#include <span>

namespace tvlt {

/// One head of one sample, all in f32; strides count numbers.
struct AttentionHead {
    const float* query;        ///< (length, size), rows queryStride apart
    const float* key;          ///< (length, size), contiguous
    const float* value;        ///< (length, size), contiguous
    const float* bias;         ///< (length), finite, added to every query's scores; may be null
    float* context;            ///< (length, size), rows contextStride apart; what is written
    std::size_t queryStride;   ///< at least `size`
    std::size_t contextStride; ///< at least `size`
    std::size_t length;        ///< at least 1
    std::size_t size;          ///< head_dim, at least 1
};

/// softmax(Q K^T / sqrt(head_dim) + bias) V for a tile of queries. The scores of the tile's queries and some keys at a
/// time are made, exponentiated and used up within a core's cache; the sum and the context are rescaled whenever a
/// greater score turns up (Milakov and Gimelshein, "Online normalizer calculation for softmax", 2018; Dao et al.,
/// "FlashAttention", 2022). An exponential's relative error is below 2^-21 down to exp(-87), and none is smaller; NaN
/// spreads as in LibTorch's softmax.
struct AttentionKernel {
    const char* vectors; ///< instructions that it is compiled for: "AVX-512"
    std::size_t queries; ///< of a tile
    /// The tile that starts with query `first` and ends after `queries`, or with the last. Any thread.
    void (*attendTile)(const AttentionHead& head, std::size_t first);
};

/// Those that this processor can run, the fastest first; there is always one.
[[nodiscard]] std::span<const AttentionKernel> attentionKernels();

} // namespace tvlt
