#include "core/model/embeddings.h"

#include "core/model/config.h"
#include "core/model/linear_product.h"
#include "core/model/patches.h"

namespace tvlt {

using torch::Tensor;

PatchEmbeddingsImpl::PatchEmbeddingsImpl(int channels, std::array<int, 2> patch, int hidden) : patch_(patch) {
    const auto projection = register_module("projection", std::make_shared<torch::nn::Module>("projection"));
    weight_ = projection->register_parameter("weight", torch::empty({hidden, channels, patch[0], patch[1]}));
    bias_ = projection->register_parameter("bias", torch::zeros({hidden}));
}

Tensor PatchEmbeddingsImpl::forward(const Tensor& images) const {
    return linearProduct(toPatches(images, patch_, PatchOrder::ChannelsFirst), weight_.flatten(1), bias_);
}

PixelEmbeddingsImpl::PixelEmbeddingsImpl(const TvltConfig& config) {
    patches_ = register_module("patch_embeddings",
                               PatchEmbeddings(config.num_image_channels, config.image_patch_size, config.hidden_size));
    type_ = register_parameter("type_embed_v", torch::zeros({1, 1, config.hidden_size}));
    temporal_ = register_parameter("temporal_embed", torch::zeros({1, config.num_frames, config.hidden_size}));
    position_ = register_parameter("pos_embed_v", torch::zeros({1, config.patchesPerFrame(), config.hidden_size}));
}

Tensor PixelEmbeddingsImpl::forward(const Tensor& pixel_values) const {
    const auto batch = pixel_values.size(0);
    const auto frames = pixel_values.size(1);
    const auto tokens = patches_->forward(pixel_values.flatten(0, 1));
    return tokens.view({batch, frames * tokens.size(1), tokens.size(2)}) + gridPositions(temporal_, position_, frames) +
           type_;
}

AudioEmbeddingsImpl::AudioEmbeddingsImpl(const TvltConfig& config) {
    patches_ = register_module("patch_embeddings",
                               PatchEmbeddings(config.num_audio_channels, config.audio_patch_size, config.hidden_size));
    type_ = register_parameter("type_embed_a", torch::zeros({1, 1, config.hidden_size}));
    position_ = register_parameter("pos_embed_a", torch::zeros({1, config.maxTimeSteps(), config.hidden_size}));
    frequency_ = register_parameter("freq_embed", torch::zeros({1, config.bands(), config.hidden_size}));
}

Tensor AudioEmbeddingsImpl::forward(const Tensor& audio_values) const {
    const auto tokens = patches_->forward(audio_values);
    return tokens + gridPositions(position_, frequency_, tokens.size(1) / frequency_.size(1)) + type_;
}

Tensor gridPositions(const Tensor& slow, const Tensor& fast, std::int64_t n) {
    return (slow.narrow(1, 0, n).unsqueeze(2) + fast.unsqueeze(1)).flatten(1, 2);
}

} // namespace tvlt
