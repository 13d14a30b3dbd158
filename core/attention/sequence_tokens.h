#pragma once

#include "core/attention/token_values.h"

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace tvlt {

struct ClipFeatures;
struct Mask;
struct TvltConfig;

/// Which transformer, over what. A decoder works on all patches of one modality, without cls.
enum class AttentionStack {
    Encoder,       ///< on the whole clip
    MaskedEncoder, ///< on the patches that the mask leaves
    PixelDecoder,  ///< of the masked pass
    AudioDecoder,
};

/// "encoder", "masked-encoder", "pixel-decoder", "audio-decoder".
[[nodiscard]] std::string_view attentionStackName(AttentionStack stack);
[[nodiscard]] std::optional<AttentionStack> attentionStackFromName(std::string_view name);

/// What a mask changes nothing of.
[[nodiscard]] constexpr bool seesWholeClip(AttentionStack stack) {
    return stack == AttentionStack::Encoder;
}

/// One position of a sequence.
struct SequenceToken {
    AskedToken patch; ///< none: cls
    bool padding = false;
};

/// What stands at each position of a transformer's sequence, and the way from there to patches and back.
class SequenceTokens {
  public:
    SequenceTokens() = default;
    SequenceTokens(const TvltConfig& config, const ClipFeatures& features, const Mask& mask, AttentionStack stack);

    [[nodiscard]] std::size_t size() const { return tokens_.size(); }
    [[nodiscard]] const std::vector<SequenceToken>& all() const { return tokens_; }
    [[nodiscard]] bool contains(const AskedToken& token) const;
    /// Throws BadInput saying why it is not in the sequence.
    [[nodiscard]] std::size_t position(const AskedToken& token) const;
    /// A value for each position, as a map.
    [[nodiscard]] TokenValues spread(std::span<const float> values) const;

  private:
    std::vector<SequenceToken> tokens_;
    PatchLayout layout_;
    AttentionStack stack_ = AttentionStack::Encoder;
};

} // namespace tvlt
