#include "core/model/tvlt_for_pretraining.h"

#include "core/base/error.h"
#include "core/model/embeddings.h"
#include "core/model/input_checks.h"
#include "core/model/losses.h"
#include "core/model/mae_decoder.h"
#include "core/model/patches.h"

namespace tvlt {

using torch::Tensor;

struct TvltForPreTrainingImpl::Parts {
    TvltModel tvlt{nullptr};

    // task_matching
    Dense pooler{nullptr};
    Linear fc{nullptr};

    // task_mae
    Linear encoderToDecoder{nullptr};
    TvltDecoder decoder{nullptr};
    TvltMaeHead pixelHead{nullptr}, audioHead{nullptr};
    Tensor pixelMaskToken, pixelPosition, temporal, pixelType;
    Tensor audioMaskToken, audioPosition, frequency, audioType;

    [[nodiscard]] Tensor matchingLogits(const Tensor& hidden) const;
    [[nodiscard]] Tensor pixelDecoderInput(const TvltModelOutput& encoder) const;
    [[nodiscard]] Tensor audioDecoderInput(const TvltModelOutput& encoder) const;
};

/// From token 0, whatever it is: cls but for the authors' sound alone.
Tensor TvltForPreTrainingImpl::Parts::matchingLogits(const Tensor& hidden) const {
    return fc->forward(torch::tanh(pooler->forward(hidden.select(1, 0))));
}

Tensor TvltForPreTrainingImpl::Parts::pixelDecoderInput(const TvltModelOutput& encoder) const {
    const auto tokens = restoreTokens(encoderToDecoder->forward(encoder.last_pixel_hidden_state), pixelMaskToken,
                                      encoder.pixel_ids_restore);
    const auto frames = tokens.size(1) / pixelPosition.size(1);
    return tokens + gridPositions(temporal, pixelPosition, frames) + pixelType;
}

Tensor TvltForPreTrainingImpl::Parts::audioDecoderInput(const TvltModelOutput& encoder) const {
    const auto tokens = restoreTokens(encoderToDecoder->forward(encoder.last_audio_hidden_state), audioMaskToken,
                                      encoder.audio_ids_restore);
    const auto steps = tokens.size(1) / frequency.size(1);
    return tokens + gridPositions(audioPosition, frequency, steps) + audioType;
}

TvltForPreTrainingImpl::TvltForPreTrainingImpl(TvltConfig config) : parts_(std::make_unique<Parts>()) {
    if (!config.task_matching && !config.task_mae)
        throwBadInput("is false, and so is task_mae: nothing is left to pre-train", "config, field task_matching",
                      "Set one of the two to true.");
    auto& p = *parts_;
    p.tvlt = register_module("tvlt", TvltModel(std::move(config)));
    const auto& c = p.tvlt->config();
    if (c.task_matching) {
        const auto head = register_module("matching_head", std::make_shared<torch::nn::Module>("matching_head"));
        p.pooler = head->register_module("pooler", Dense(c.hidden_size, c.hidden_size));
        p.fc = head->register_module("fc", Linear(c.hidden_size, 1));
    }
    if (c.task_mae) {
        const auto table = [&](const char* name, std::int64_t rows) {
            return register_parameter(name, torch::zeros({1, rows, c.decoder_hidden_size}));
        };
        const auto values = [](const std::array<int, 2>& patch, int channels) {
            return static_cast<std::int64_t>(patch[0]) * patch[1] * channels;
        };
        p.encoderToDecoder = register_module("encoder_to_decoder", Linear(c.hidden_size, c.decoder_hidden_size));
        p.pixelMaskToken = table("pixel_mask_token", 1);
        p.audioMaskToken = table("audio_mask_token", 1);
        p.decoder = register_module("decoder", TvltDecoder(c));
        p.pixelPosition = table("decoder_pixel_pos_embed", c.patchesPerFrame());
        p.temporal = table("decoder_temporal_embed", c.num_frames);
        p.pixelType = table("decoder_pixel_type_embed", 1);
        p.audioPosition = table("decoder_audio_pos_embed", c.maxTimeSteps());
        p.frequency = table("decoder_freq_embed", c.bands());
        p.audioType = table("decoder_audio_type_embed", 1);
        p.pixelHead = register_module(
            "pixel_mae_head", TvltMaeHead(c.decoder_hidden_size, values(c.image_patch_size, c.num_image_channels)));
        p.audioHead = register_module(
            "audio_mae_head", TvltMaeHead(c.decoder_hidden_size, values(c.audio_patch_size, c.num_audio_channels)));
    }
    initialiseWeights(*this, c.initializer_range, "tvlt");
}

TvltForPreTrainingImpl::~TvltForPreTrainingImpl() = default;

const TvltConfig& TvltForPreTrainingImpl::config() const {
    return parts_->tvlt->config();
}

TvltModel TvltForPreTrainingImpl::encoder() const {
    return parts_->tvlt;
}

TvltForPreTrainingOutput TvltForPreTrainingImpl::forward(const PreTrainingInputs& asked,
                                                         const ForwardOptions& options) const {
    const auto& c = config();
    const auto& p = *parts_;
    const bool matches = c.task_matching && asked.match;
    const bool reconstructs = c.task_mae && asked.reconstruct;
    if (!matches && !reconstructs)
        throwBadInput("neither matching nor reconstruction is asked for, or the model has no head for it", "inputs");

    TvltForPreTrainingOutput output;
    const auto add = [&](const Tensor& loss) { output.loss = output.loss.defined() ? output.loss + loss : loss; };

    if (matches) {
        // Do picture and sound belong together?
        const bool mixed = asked.pixel_values_mixed.defined();
        if (mixed != asked.labels.defined())
            throwBadInput(mixed ? "are not given, but pixel_values_mixed is" : "are given without pixel_values_mixed",
                          "labels", "The matching loss takes both.");
        auto inputs = asked.inputs;
        inputs.mask_pixel = inputs.mask_audio = false;
        if (mixed) {
            inputs.pixel_values = asked.pixel_values_mixed;
            inputs.pixel_mask = asked.pixel_mask_mixed;
        }
        ForwardOptions plain; // what is asked for is shown of the last encoder pass only
        plain.recompute = options.recompute;
        plain.stop = options.stop;
        plain.progress = options.progress;
        plain.reproduce_cls_mask_quirk = options.reproduce_cls_mask_quirk;
        output.encoder = p.tvlt->forward(inputs, reconstructs ? plain : options);
        output.matching_logits = p.matchingLogits(output.encoder.last_hidden_state);
        if (mixed) {
            output.matching_loss = matchingLoss(output.matching_logits, asked.labels);
            add(output.matching_loss);
        }
    }

    if (reconstructs) {
        // Most tokens are hidden from the encoder; the decoder paints all patches from what is left.
        checkWholePatches(asked.inputs, c);
        auto inputs = asked.inputs;
        inputs.mask_pixel = inputs.mask_audio = true;
        output.encoder = p.tvlt->forward(inputs, options);
        if (c.task_matching && asked.match_visible)
            output.visible_matching_logits = p.matchingLogits(output.encoder.last_hidden_state);
        if (inputs.pixel_values.defined() && asked.decode_pixel) {
            const auto input = p.pixelDecoderInput(output.encoder);
            const auto decoded = p.decoder->forward(input, options);
            output.pixel_logits = p.pixelHead->forward(decoded);
            output.pixel_mae_loss =
                maeLoss(output.pixel_logits, patchifyPixels(inputs.pixel_values, c), output.encoder.pixel_label_masks);
            add(output.pixel_mae_loss);
            if (options.output_hidden_states) {
                output.pixel_decoder_input = input;
                output.pixel_decoder_output = decoded;
            }
        }
        if (inputs.audio_values.defined() && asked.decode_audio) {
            const auto input = p.audioDecoderInput(output.encoder);
            const auto decoded = p.decoder->forward(input, options);
            output.audio_logits = p.audioHead->forward(decoded);
            output.audio_mae_loss =
                maeLoss(output.audio_logits, patchifyAudio(inputs.audio_values, c), output.encoder.audio_label_masks);
            add(output.audio_mae_loss);
            if (options.output_hidden_states) {
                output.audio_decoder_input = input;
                output.audio_decoder_output = decoded;
            }
        }
    }
    return output;
}

Tensor patchifyPixels(const Tensor& pixel_values, const TvltConfig& config) {
    const auto patches = toPatches(pixel_values.flatten(0, 1), config.image_patch_size, PatchOrder::ChannelsLast);
    return patches.view({pixel_values.size(0), -1, patches.size(2)});
}

Tensor patchifyAudio(const Tensor& audio_values, const TvltConfig& config) {
    return toPatches(audio_values, config.audio_patch_size, PatchOrder::ChannelsLast);
}

Tensor unpatchifyPixels(const Tensor& patches, const TvltConfig& config) {
    const auto perFrame = config.patchesPerFrame();
    const auto frames = fromPatches(patches.reshape({-1, perFrame, patches.size(2)}), config.image_patch_size,
                                    config.image_size[0] / config.image_patch_size[0],
                                    config.image_size[1] / config.image_patch_size[1], config.num_image_channels);
    return frames.unflatten(0, {patches.size(0), -1});
}

Tensor unpatchifyAudio(const Tensor& patches, const TvltConfig& config) {
    return fromPatches(patches, config.audio_patch_size, patches.size(1) / config.bands(), config.bands(),
                       config.num_audio_channels);
}

} // namespace tvlt
