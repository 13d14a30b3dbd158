#include "core/model/tvlt_model.h"

#include "core/model/device.h"
#include "core/model/embeddings.h"
#include "core/model/input_checks.h"
#include "core/model/layer_stack.h"
#include "core/model/masking.h"
#include "core/model/patches.h"
#include "core/model/sequence.h"

#include <optional>
#include <utility>

namespace tvlt {

using torch::Tensor;

struct TvltModelImpl::Parts {
    TvltConfig config;
    Tensor cls;
    PixelEmbeddings pixel{nullptr};
    AudioEmbeddings audio{nullptr};
    LayerStack layers{nullptr};
    torch::nn::LayerNorm norm{nullptr}; ///< none with use_mean_pooling
};

namespace {

/// One modality's tokens as they enter the sequence; undefined tensors where it is left out.
struct Modality {
    Tensor tokens;      ///< (B, n, hidden)
    Tensor mask;        ///< (B, n), 1 = visible; undefined without one
    Tensor label_mask;  ///< after masking only
    Tensor ids_restore; ///< after masking only

    [[nodiscard]] bool given() const { return tokens.defined(); }
    [[nodiscard]] std::int64_t size() const { return given() ? tokens.size(1) : 0; }
};

/// The authors' rule for what is padding, and so hidden: patches whose mean, in f32, is exactly -1 (black pixels,
/// digital silence and padding alike). 1 = real.
Tensor notMinusOne(const Tensor& images, std::array<int, 2> patch) {
    return toPatches(images, patch, PatchOrder::ChannelsLast).to(torch::kFloat32).mean(-1).ne(-1.0).to(torch::kFloat32);
}

Tensor both(const Tensor& flags, const Tensor& mask) {
    return mask.defined() ? flags * mask.to(flags.device(), torch::kFloat32) : flags;
}

Modality masked(const Modality& whole, const TokenOrder& order) {
    auto kept = keepTokens(whole.tokens, whole.mask, order);
    return {kept.tokens, kept.mask, kept.label_mask, kept.ids_restore};
}

/// Who is visible as a key: one value per token of the sequence. Undefined unless every modality that is there has a
/// mask: the reference ignores a mask that stands alone.
Tensor sequenceMask(const Tensor& clsMask, const std::vector<const Modality*>& order) {
    std::vector<Tensor> masks;
    if (clsMask.defined())
        masks.push_back(clsMask);
    for (const auto* modality : order) {
        if (!modality->given())
            continue;
        if (!modality->mask.defined())
            return {};
        masks.push_back(modality->mask.to(torch::kFloat32));
    }
    return torch::cat(masks, 1);
}

} // namespace

TvltModelImpl::TvltModelImpl(TvltConfig config) : parts_(std::make_unique<Parts>()) {
    validate(config);
    parts_->config = std::move(config);
    const auto& c = parts_->config;
    parts_->cls = register_parameter("cls_embedding", torch::zeros({1, 1, c.hidden_size}));
    parts_->pixel = register_module("pixel_embeddings", PixelEmbeddings(c));
    parts_->audio = register_module("audio_embeddings", AudioEmbeddings(c));
    const auto encoder = register_module("encoder", std::make_shared<torch::nn::Module>("encoder"));
    parts_->layers = encoder->register_module(
        "layer",
        LayerStack(c, c.num_hidden_layers, LayerSizes{c.hidden_size, c.num_attention_heads, c.intermediate_size}));
    if (!c.use_mean_pooling)
        parts_->norm = register_module("layernorm", layerNorm(c.hidden_size, c.layer_norm_eps));
    initialiseWeights(*this, c.initializer_range);
}

TvltModelImpl::~TvltModelImpl() = default;

const TvltConfig& TvltModelImpl::config() const {
    return parts_->config;
}

TvltModelOutput TvltModelImpl::forward(const TvltInputs& inputs, const ForwardOptions& options) const {
    joinRuntime();
    const auto& c = parts_->config;
    const bool original = c.mode == ModelMode::Original;
    const auto device = parts_->cls.device();
    checkInputs(inputs, c, parts_->cls);

    // Tokens of each modality.
    Modality pixel;
    if (const Tensor& values = inputs.pixel_values; values.defined()) {
        pixel.tokens = parts_->pixel->forward(values);
        pixel.mask = inputs.pixel_mask.defined() ? inputs.pixel_mask.to(device) : Tensor();
        if (original)
            pixel.mask = both(notMinusOne(values.flatten(0, 1), c.image_patch_size).view({values.size(0), -1}),
                              inputs.pixel_mask);
    }
    Modality audio;
    if (const Tensor& values = inputs.audio_values; values.defined()) {
        audio.tokens = parts_->audio->forward(values);
        audio.mask = inputs.audio_mask.defined() ? inputs.audio_mask.to(device) : Tensor();
        if (original)
            audio.mask = both(notMinusOne(values, c.audio_patch_size), inputs.audio_mask);
    }
    const auto batch = (pixel.given() ? pixel : audio).tokens.size(0);

    // What the autoencoder does not see is taken out. Noise is drawn for pixels first, as the reference draws it.
    const bool masksPixel = inputs.mask_pixel && pixel.given();
    const bool masksAudio = inputs.mask_audio && audio.given();
    if (masksPixel) {
        const auto order = inputs.pixel_order ? *inputs.pixel_order : drawPixelOrder(c, batch, pixel.size());
        checkOrder(order, batch, pixel.size(), "pixel_order");
        pixel = masked(pixel, order);
    }
    if (masksAudio) {
        const auto order = inputs.audio_order ? *inputs.audio_order : drawAudioOrder(c, batch, audio.size());
        checkOrder(order, batch, audio.size(), "audio_order");
        audio = masked(audio, order);
    }

    // One sequence.
    const auto places = sequencePlaces(c.mode, pixel.size(), audio.size(), masksPixel || masksAudio);
    const std::vector<const Modality*> order =
        original ? std::vector<const Modality*>{&audio, &pixel} : std::vector<const Modality*>{&pixel, &audio};
    std::vector<Tensor> sequence;
    Tensor clsMask;
    if (places.cls) {
        sequence.push_back(parts_->cls.expand({batch, 1, c.hidden_size}));
        // The authors' cls borrows the mask of the first audio patch, the reference's that of the first kept pixel one.
        const Modality& lender = original ? audio : pixel;
        const bool borrows = (original || options.reproduce_cls_mask_quirk) && lender.mask.defined() && lender.size();
        clsMask = borrows ? lender.mask.narrow(1, 0, 1).to(torch::kFloat32)
                          : torch::ones({batch, 1}, torch::device(device).dtype(torch::kFloat32));
    }
    for (const auto* modality : order)
        if (modality->given())
            sequence.push_back(modality->tokens);

    TvltModelOutput output;
    output.sequence_mask = sequenceMask(clsMask, order);
    auto x = torch::cat(sequence, 1);
    checkRows(options.attention_rows, c.num_hidden_layers, c.num_attention_heads, x.size(1));

    x = parts_->layers->forward(x, keyBias(output.sequence_mask, x.scalar_type()), options, &output);
    output.last_hidden_state = parts_->norm ? normalised(parts_->norm, x) : x;

    const auto slice = [&](const Modality& modality, std::int64_t from) {
        return modality.given() ? output.last_hidden_state.narrow(1, from, modality.size()) : Tensor();
    };
    output.last_pixel_hidden_state = slice(pixel, places.pixel);
    output.last_audio_hidden_state = slice(audio, places.audio);
    output.pixel_label_masks = pixel.label_mask;
    output.audio_label_masks = audio.label_mask;
    output.pixel_ids_restore = pixel.ids_restore;
    output.audio_ids_restore = audio.ids_restore;
    return output;
}

} // namespace tvlt
