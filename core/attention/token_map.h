#pragma once

#include "core/attention/attention_pass.h"
#include "core/attention/occlusion.h"
#include "core/attention/relevance.h"
#include "core/attention/targets.h"
#include "core/checkpoint/load_report.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tvlt {

/// What a map over frames and spectrogram shows.
enum class MapQuantity { Attention, Rollout, Relevance, Similarity, Norms, Components, Occlusion };

/// "attention", "rollout", "relevance", "similarity", "norms", "components", "occlusion".
[[nodiscard]] std::string_view mapQuantityName(MapQuantity quantity);
[[nodiscard]] std::optional<MapQuantity> mapQuantityFromName(std::string_view name);
/// Whether the question names a token, a layer and a direction.
[[nodiscard]] constexpr bool asksToken(MapQuantity quantity) {
    return quantity == MapQuantity::Attention || quantity == MapQuantity::Rollout ||
           quantity == MapQuantity::Similarity;
}
/// Asked of an output of the heads, and not of a pass that is there already.
[[nodiscard]] constexpr bool asksOutput(MapQuantity quantity) {
    return quantity == MapQuantity::Relevance || quantity == MapQuantity::Occlusion;
}
/// Of the states between the layers, of which there is one more than there are layers.
[[nodiscard]] constexpr bool asksState(MapQuantity quantity) {
    return quantity == MapQuantity::Similarity || quantity == MapQuantity::Norms || quantity == MapQuantity::Components;
}
/// Sums of it mean something: weights and relevance.
[[nodiscard]] constexpr bool addsUp(MapQuantity quantity) {
    return quantity == MapQuantity::Attention || quantity == MapQuantity::Rollout || quantity == MapQuantity::Relevance;
}
/// Zero is the middle of it, and what is far from zero on either side is much.
[[nodiscard]] constexpr bool hasSign(MapQuantity quantity) {
    return quantity == MapQuantity::Occlusion;
}

/// All that determines a map, given the pass. What a quantity does not need is not looked at.
struct MapQuestion {
    MapQuantity quantity = MapQuantity::Attention;
    int layer = 0; ///< from 0; of a state: 0 is what enters the first layer
    HeadChoice heads;
    AskedToken token; ///< none: cls
    AttentionDirection direction = AttentionDirection::From;
    RolloutOptions rollout;
    std::optional<int> label; ///< asksOutput(): an index of id2label; none: the class of the greatest logit
    OcclusionOptions occlusion{};
    bool operator==(const MapQuestion&) const = default;
};

/// A map with all that a reader must know of it.
struct TokenMap {
    MapQuestion question;
    AttentionStack stack = AttentionStack::Encoder;
    std::shared_ptr<const ClipFeatures> features;
    TokenValues values;                        ///< of components: the first
    std::optional<StateComponents> components; ///< MapQuantity::Components alone
    std::string output;                        ///< asksOutput(): of which output, and its logit
    double logit = 0.0;
    std::string checkpoint;
    LoadReport report;
    std::string device;
    std::string dtype;
};

/// Answers from a pass. Throws as the pass' functions; BadInput where asksOutput().
[[nodiscard]] TokenMap askPass(const AttentionPass& pass, const MapQuestion& question, const Job& job = {});
/// Relevance or occlusion, asked of `checkpoint` in passes of their own. Throws as relevanceOf() and occlusionOf().
[[nodiscard]] TokenMap askOutput(const std::shared_ptr<const Checkpoint>& checkpoint,
                                 const std::shared_ptr<const ClipFeatures>& features, const MapQuestion& question,
                                 const Job& job = {});

/// The `count` tokens that say most: of the largest values, or where hasSign() of those farthest from zero.
[[nodiscard]] std::vector<TokenTarget> topTokens(const TokenMap& map, int count);

/// "attention, encoder layer 3, head 5, from pixel:2,3,4": a line for captions and files, with the words of `tvlt`.
[[nodiscard]] std::string mapTitle(const TokenMap& map);

} // namespace tvlt
