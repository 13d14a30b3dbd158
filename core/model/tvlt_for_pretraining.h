#pragma once

#include "core/model/tvlt_model.h"

namespace tvlt {

/// What TvltForPreTraining is asked for.
struct PreTrainingInputs {
    TvltInputs inputs;                ///< mask_pixel/mask_audio are set by the pass itself
    torch::Tensor labels;             ///< B elements, any dtype: 1 = picture and sound belong together; matching loss
    torch::Tensor pixel_values_mixed; ///< matching pass
    torch::Tensor pixel_mask_mixed;
    bool reconstruct = true; ///< run the MAE pass (in evaluation too; the reference runs it in training only)
    bool match = true;       ///< run the matching pass where the model has the head
    /// Ask the matching head of the MAE pass too: of the patches that the encoder sees. No loss; the reference has no
    /// such pass.
    bool match_visible = false;
    bool decode_pixel = true; ///< the decoder may be left out for a modality nobody looks at
    bool decode_audio = true;
};

/// Encoder, matching head and MAE decoder (modeling_tvlt.py, TvltForPreTraining).
class TvltForPreTrainingImpl : public torch::nn::Module {
  public:
    explicit TvltForPreTrainingImpl(TvltConfig config);
    ~TvltForPreTrainingImpl() override;

    /// Throws BadInput: labels without pixel_values_mixed or the other way round, rows or sizes that are no whole
    /// patches, … Without labels and pixel_values_mixed a matching pass runs on pixel_values and gives logits, no loss.
    [[nodiscard]] TvltForPreTrainingOutput forward(const PreTrainingInputs& inputs,
                                                   const ForwardOptions& options = {}) const;
    [[nodiscard]] const TvltConfig& config() const;
    [[nodiscard]] TvltModel encoder() const;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};
TORCH_MODULE(TvltForPreTraining);

/// (B, F, C, H, W) -> (B, F*P, p0*p1*C) in the order of the heads: row, column, channel.
[[nodiscard]] torch::Tensor patchifyPixels(const torch::Tensor& pixel_values, const TvltConfig& config);
/// (B, Ca, rows, mels) -> (B, T*Q, p0*p1*Ca).
[[nodiscard]] torch::Tensor patchifyAudio(const torch::Tensor& audio_values, const TvltConfig& config);
/// Inverses of the two.
[[nodiscard]] torch::Tensor unpatchifyPixels(const torch::Tensor& patches, const TvltConfig& config);
[[nodiscard]] torch::Tensor unpatchifyAudio(const torch::Tensor& patches, const TvltConfig& config);

} // namespace tvlt
