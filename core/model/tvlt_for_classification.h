#pragma once

#include "core/model/tvlt_model.h"

namespace tvlt {

/// Encoder and classifier (modeling_tvlt.py, TvltForAudioVisualClassification; in mode Original with the authors' tanh
/// pooler).
class TvltForAudioVisualClassificationImpl : public torch::nn::Module {
  public:
    explicit TvltForAudioVisualClassificationImpl(TvltConfig config);
    ~TvltForAudioVisualClassificationImpl() override;

    /// `labels`: undefined for none. classification: int64 (B,) or (B, 1), -100 ignored, or float (B, num_labels) soft
    /// targets; regression: as many elements as logits. Throws BadInput otherwise.
    [[nodiscard]] SequenceClassifierOutput forward(const TvltInputs& inputs, const torch::Tensor& labels = {},
                                                   const ForwardOptions& options = {}) const;
    [[nodiscard]] const TvltConfig& config() const;
    [[nodiscard]] TvltModel encoder() const;

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};
TORCH_MODULE(TvltForAudioVisualClassification);

} // namespace tvlt
