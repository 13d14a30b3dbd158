#include "core/attention/sequence_tokens.h"

#include "core/analysis/analysis.h"
#include "core/base/error.h"
#include "core/base/name_table.h"
#include "core/model/sequence.h"

#include <algorithm>
#include <limits>

namespace tvlt {

namespace {

constexpr NameTable<AttentionStack, 4> kStacks{{{AttentionStack::Encoder, "encoder"},
                                                {AttentionStack::MaskedEncoder, "masked-encoder"},
                                                {AttentionStack::PixelDecoder, "pixel-decoder"},
                                                {AttentionStack::AudioDecoder, "audio-decoder"}}};

/// One modality's tokens in the order in which the sequence holds them.
std::vector<SequenceToken> modalityTokens(Modality modality, const ClipFeatures& features, const Mask& mask,
                                          bool keptOnly) {
    const bool pixel = modality == Modality::Pixel;
    if (!(pixel ? features.pixels.has_value() : features.audio.has_value()))
        return {};
    const auto& padded = pixel ? features.paddedPixel : features.paddedAudio;
    const TokenMask& own = pixel ? mask.pixel : mask.audio;
    const int count = keptOnly ? own.keep : features.layout.tokens(modality);
    std::vector<SequenceToken> tokens;
    for (int i = 0; i < count; ++i) {
        const int token = keptOnly ? static_cast<int>(own.order[static_cast<std::size_t>(i)]) : i;
        const auto index = static_cast<std::size_t>(token);
        tokens.push_back({TokenRef{modality, token}, index < padded.size() && padded[index] != 0});
    }
    return tokens;
}

} // namespace

std::string_view attentionStackName(AttentionStack stack) {
    return nameIn(kStacks, stack);
}

std::optional<AttentionStack> attentionStackFromName(std::string_view name) {
    return valueIn(kStacks, name);
}

SequenceTokens::SequenceTokens(const TvltConfig& config, const ClipFeatures& features, const Mask& mask,
                               AttentionStack stack)
    : layout_(features.layout), stack_(stack) {
    if (stack == AttentionStack::PixelDecoder || stack == AttentionStack::AudioDecoder) {
        tokens_ = modalityTokens(stack == AttentionStack::PixelDecoder ? Modality::Pixel : Modality::Audio, features,
                                 mask, false);
        return;
    }
    const bool masked = stack == AttentionStack::MaskedEncoder;
    const auto pixel = modalityTokens(Modality::Pixel, features, mask, masked);
    const auto audio = modalityTokens(Modality::Audio, features, mask, masked);
    const auto places = sequencePlaces(config.mode, static_cast<std::int64_t>(pixel.size()),
                                       static_cast<std::int64_t>(audio.size()), masked);
    tokens_.resize(static_cast<std::size_t>(places.length)); // cls, until patches take their places
    std::copy(pixel.begin(), pixel.end(), tokens_.begin() + places.pixel);
    std::copy(audio.begin(), audio.end(), tokens_.begin() + places.audio);
}

bool SequenceTokens::contains(const AskedToken& token) const {
    return std::any_of(tokens_.begin(), tokens_.end(),
                       [&](const SequenceToken& t) { return t.patch == token && !t.padding; });
}

std::size_t SequenceTokens::position(const AskedToken& token) const {
    const auto found =
        std::find_if(tokens_.begin(), tokens_.end(), [&](const SequenceToken& t) { return t.patch == token; });
    if (found == tokens_.end()) {
        if (!token)
            throwBadInput("cls is not in the sequence of the " + std::string(attentionStackName(stack_)), "token",
                          "Choose a patch.");
        if (token->token < 0 || token->token >= layout_.tokens(token->modality))
            throwBadInput("the clip has no such patch", "token");
        throwBadInput("this patch is not in the sequence of the " + std::string(attentionStackName(stack_)), "token",
                      stack_ == AttentionStack::MaskedEncoder ? "The mask hides it: choose a visible one."
                                                              : "Choose a patch of the other modality.");
    }
    if (found->padding)
        throwBadInput("this patch holds no signal, only padding", "token", "Choose another one.");
    return static_cast<std::size_t>(found - tokens_.begin());
}

TokenValues SequenceTokens::spread(std::span<const float> values) const {
    constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
    TokenValues spread;
    spread.pixel.assign(static_cast<std::size_t>(layout_.pixelTokens()), kNone);
    spread.audio.assign(static_cast<std::size_t>(layout_.audioTokens()), kNone);
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
        const SequenceToken& token = tokens_[i];
        if (!token.patch)
            spread.cls = values[i];
        else if (token.padding)
            spread.padding += values[i];
        else
            (token.patch->modality == Modality::Pixel ? spread.pixel
                                                      : spread.audio)[static_cast<std::size_t>(token.patch->token)] =
                values[i];
    }
    return spread;
}

} // namespace tvlt
