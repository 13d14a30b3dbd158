#pragma once

#include <torch/types.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

namespace tvlt {

/// Which tokens of one modality go through the encoder. The first `keep` entries of each row of `order`, in that order.
struct TokenOrder {
    torch::Tensor order; ///< (B, L) int64, a permutation per row
    std::int64_t keep = 0;
};

/// Stable ascending sort of noise (B, L); keeps trunc(L * (1 - ratio)). Throws BadInput for a ratio outside [0, 1].
[[nodiscard]] TokenOrder orderFromNoise(const torch::Tensor& noise, double ratio);

/// A modality's tensors. Undefined tensors mean "not given"; a modality without `pixel_values`/`audio_values` is left
/// out of the sequence, which gives the other tokens the same values as masking all its keys.
struct TvltInputs {
    torch::Tensor pixel_values; ///< (B, F, C, H, W), the model's dtype
    torch::Tensor audio_values; ///< (B, Ca, rows, frequency_length)
    torch::Tensor pixel_mask;   ///< (B, F*P) 1 = real; int64, float or bool
    torch::Tensor audio_mask;   ///< (B, T*Q)
    bool mask_pixel = false;    ///< drop tokens for the MAE
    bool mask_audio = false;
    /// Given order of tokens for mask_pixel/mask_audio; without it noise is drawn from torch's generator and the
    /// config's ratio.
    std::optional<TokenOrder> pixel_order;
    std::optional<TokenOrder> audio_order;
};

/// Rows of attention to compute from Q and K on demand: softmax over all keys for each named query.
struct AttentionRows {
    std::vector<std::int64_t> layers;
    std::vector<std::int64_t> heads;   ///< empty: all
    std::vector<std::int64_t> queries; ///< positions in the sequence; empty: none
};

class TvltLayerImpl;

/// One transformer layer about to run.
struct LayerCall {
    const char* stack; ///< "encoder" or "decoder"
    std::int64_t index;
    std::int64_t count; ///< layers of the stack
    const TvltLayerImpl& layer;
    const torch::Tensor& x;    ///< (B, L, hidden)
    const torch::Tensor& bias; ///< of keyBias(), or undefined
};

/// How a forward pass runs. Nothing here changes the mathematics but `reproduce_cls_mask_quirk`, which only parity
/// sets (and `run_layer`, if it will).
struct ForwardOptions {
    bool output_attentions = false; ///< holds (B, heads, L, L) per layer: tests and small models only
    bool output_hidden_states = false;
    AttentionRows attention_rows;
    bool recompute = false; ///< with gradients: keep each layer's input alone and run the layer again in backward
    std::stop_token stop;   ///< looked at before each transformer block; throws Cancelled
    /// Called before each transformer block, on the calling thread: ("encoder" or "decoder", block from 0, blocks). May
    /// be empty.
    std::function<void(const char* stack, std::int64_t block, std::int64_t blocks)> progress;
    /// Runs a layer in its own forward()'s stead and gives what that would: for whoever looks inside (project() and
    /// finish() are its halves). May be empty.
    std::function<torch::Tensor(const LayerCall& call)> run_layer;
    bool reproduce_cls_mask_quirk =
        false; ///< CLS borrows the mask of the first kept pixel token, as the reference does
};

/// TvltModelOutput of the reference; undefined tensors stand for None.
struct TvltModelOutput {
    torch::Tensor last_hidden_state;       ///< (B, L, hidden) [cls, pixel, audio] (Original: [cls, audio, pixel])
    torch::Tensor last_pixel_hidden_state; ///< kept tokens in shuffled order when masked
    torch::Tensor last_audio_hidden_state;
    torch::Tensor pixel_label_masks; ///< (B, F*P) f32: 1 = hidden and real
    torch::Tensor audio_label_masks;
    torch::Tensor pixel_ids_restore; ///< (B, F*P) int64
    torch::Tensor audio_ids_restore;
    std::vector<torch::Tensor> hidden_states;  ///< layers + 1, the last one before the final LayerNorm
    std::vector<torch::Tensor> attentions;     ///< one per layer
    std::vector<torch::Tensor> attention_rows; ///< one per asked layer: (B, heads, queries, L) f32
    torch::Tensor sequence_mask;               ///< (B, L) 1 = visible as a key; undefined when nothing is masked
};

/// TvltForPreTrainingOutput, with the parts of the loss.
struct TvltForPreTrainingOutput {
    torch::Tensor loss;                    ///< sum of the losses that were computed; undefined when none was
    torch::Tensor matching_logits;         ///< (B, 1)
    torch::Tensor visible_matching_logits; ///< (B, 1), of the MAE pass: PreTrainingInputs::match_visible
    torch::Tensor pixel_logits; ///< (B, F*P, p0*p1*C): all patches, kept ones too; row, column, channel order
    torch::Tensor audio_logits; ///< (B, T*Q, p0*p1*Ca)
    torch::Tensor matching_loss, pixel_mae_loss, audio_mae_loss; ///< 0 where nothing is scored
    torch::Tensor pixel_decoder_input, pixel_decoder_output, audio_decoder_input,
        audio_decoder_output; ///< with output_hidden_states
    TvltModelOutput encoder;  ///< of the last encoder pass: masked in reconstruction, else the matching pass
};

/// SequenceClassifierOutput.
struct SequenceClassifierOutput {
    torch::Tensor loss;   ///< undefined without labels
    torch::Tensor logits; ///< (B, num_labels)
    TvltModelOutput encoder;
};

} // namespace tvlt
