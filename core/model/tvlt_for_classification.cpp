#include "core/model/tvlt_for_classification.h"

#include "core/model/layers.h"
#include "core/model/losses.h"

namespace tvlt {

struct TvltForAudioVisualClassificationImpl::Parts {
    TvltModel tvlt{nullptr};
    Dense pooler{nullptr}; ///< the authors' only
    Linear widen{nullptr};
    torch::nn::LayerNorm norm{nullptr};
    Linear score{nullptr};
};

TvltForAudioVisualClassificationImpl::TvltForAudioVisualClassificationImpl(TvltConfig config)
    : parts_(std::make_unique<Parts>()) {
    auto& parts = *parts_;
    parts.tvlt = register_module("tvlt", TvltModel(std::move(config)));
    const auto& c = parts.tvlt->config();
    if (c.mode == ModelMode::Original)
        parts.pooler = register_module("pooler", Dense(c.hidden_size, c.hidden_size));
    const auto classifier = register_module("classifier", std::make_shared<torch::nn::Module>("classifier"));
    parts.widen = classifier->register_module("0", Linear(c.hidden_size, 2 * c.hidden_size));
    parts.norm = classifier->register_module("1", layerNorm(2 * c.hidden_size, c.classifier_layer_norm_eps));
    parts.score = classifier->register_module("3", Linear(2 * c.hidden_size, c.num_labels()));
    initialiseWeights(*this, c.initializer_range, "tvlt");
}

TvltForAudioVisualClassificationImpl::~TvltForAudioVisualClassificationImpl() = default;

const TvltConfig& TvltForAudioVisualClassificationImpl::config() const {
    return parts_->tvlt->config();
}

TvltModel TvltForAudioVisualClassificationImpl::encoder() const {
    return parts_->tvlt;
}

SequenceClassifierOutput TvltForAudioVisualClassificationImpl::forward(const TvltInputs& inputs,
                                                                       const torch::Tensor& labels,
                                                                       const ForwardOptions& options) const {
    auto whole = inputs;
    whole.mask_pixel = whole.mask_audio = false;

    SequenceClassifierOutput output;
    output.encoder = parts_->tvlt->forward(whole, options);
    auto pooled = output.encoder.last_hidden_state.select(1, 0);
    if (parts_->pooler)
        pooled = torch::tanh(parts_->pooler->forward(pooled));
    // Always the exact GELU here, whatever hidden_act says.
    const auto widened = parts_->widen->forward(pooled).to(parts_->norm->weight.scalar_type()); // bf16 under autocast
    output.logits = parts_->score->forward(torch::gelu(normalised(parts_->norm, widened)));
    if (labels.defined())
        output.loss = classificationLoss(output.logits, labels, config());
    return output;
}

} // namespace tvlt
