#include "core/attention/token_map.h"

#include "core/analysis/analysis.h"
#include "core/analysis/model_pass.h"
#include "core/base/error.h"
#include "core/base/name_table.h"
#include "core/checkpoint/checkpoint.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>

namespace tvlt {

namespace {

constexpr NameTable<MapQuantity, 7> kQuantities{{{MapQuantity::Attention, "attention"},
                                                 {MapQuantity::Rollout, "rollout"},
                                                 {MapQuantity::Relevance, "relevance"},
                                                 {MapQuantity::Similarity, "similarity"},
                                                 {MapQuantity::Norms, "norms"},
                                                 {MapQuantity::Components, "components"},
                                                 {MapQuantity::Occlusion, "occlusion"}}};

TokenMap emptyMap(const Checkpoint& checkpoint, std::shared_ptr<const ClipFeatures> features, AttentionStack stack,
                  const MapQuestion& question) {
    const RunsOn place = whereItRuns(checkpoint);
    TokenMap map;
    map.question = question;
    map.stack = stack;
    map.features = std::move(features);
    map.checkpoint = checkpoint.name;
    map.report = checkpoint.report;
    map.device = place.device;
    map.dtype = place.dtype;
    return map;
}

std::string headsText(const HeadChoice& heads) {
    return heads.head ? "head " + std::to_string(*heads.head) : std::string(headFusionName(heads.fusion)) + " of heads";
}

std::string shortNumber(const char* format, double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), format, value);
    return text.data();
}

} // namespace

std::string_view mapQuantityName(MapQuantity quantity) {
    return nameIn(kQuantities, quantity);
}

std::optional<MapQuantity> mapQuantityFromName(std::string_view name) {
    return valueIn(kQuantities, name);
}

TokenMap askPass(const AttentionPass& pass, const MapQuestion& q, const Job& job) {
    const AttentionSubject& subject = pass.subject();
    TokenMap map = emptyMap(*subject.checkpoint, subject.features, subject.stack, q);
    switch (q.quantity) {
    case MapQuantity::Attention:
        map.values = pass.weights(q.layer, q.heads, q.token, q.direction);
        break;
    case MapQuantity::Rollout:
        map.values = pass.rollout(q.rollout, q.token, q.direction, job);
        break;
    case MapQuantity::Similarity:
        map.values = pass.similarity(q.layer, q.token);
        break;
    case MapQuantity::Norms:
        map.values = pass.norms(q.layer);
        break;
    case MapQuantity::Components:
        map.components = pass.components(q.layer);
        map.values = map.components->values[0];
        break;
    case MapQuantity::Relevance:
    case MapQuantity::Occlusion:
        throwBadInput(std::string(mapQuantityName(q.quantity)) + " takes passes of its own", "quantity");
    }
    return map;
}

TokenMap askOutput(const std::shared_ptr<const Checkpoint>& checkpoint,
                   const std::shared_ptr<const ClipFeatures>& features, const MapQuestion& question, const Job& job) {
    TokenMap map = emptyMap(*checkpoint, features, AttentionStack::Encoder, question);
    const auto take = [&map](auto answer) {
        map.values = std::move(answer.values);
        map.output = std::move(answer.output);
        map.logit = answer.logit;
    };
    if (question.quantity == MapQuantity::Occlusion)
        take(occlusionOf(*checkpoint, *features, question.label, question.occlusion, job));
    else
        take(relevanceOf(*checkpoint, *features, question.label, job));
    return map;
}

std::vector<TokenTarget> topTokens(const TokenMap& map, int count) {
    if (!hasSign(map.question.quantity))
        return largestTokens(map.values, count);
    auto all = largestTokens(map.values, std::numeric_limits<int>::max());
    std::stable_sort(all.begin(), all.end(),
                     [](const TokenTarget& a, const TokenTarget& b) { return std::abs(a.value) > std::abs(b.value); });
    all.resize(std::min(all.size(), static_cast<std::size_t>(std::max(count, 0))));
    return all;
}

std::string mapTitle(const TokenMap& map) {
    const MapQuestion& q = map.question;
    const std::string stack(attentionStackName(map.stack));
    const std::string token =
        (q.direction == AttentionDirection::From ? "from " : "to ") + tokenName(map.features->layout, q.token);
    switch (q.quantity) {
    case MapQuantity::Attention:
        return "attention, " + stack + " layer " + std::to_string(q.layer) + ", " + headsText(q.heads) + ", " + token;
    case MapQuantity::Rollout: {
        std::string text = "rollout, " + stack;
        if (q.rollout.firstLayer > 0 || q.rollout.lastLayer)
            text += " layers " + std::to_string(q.rollout.firstLayer) + " to " +
                    (q.rollout.lastLayer ? std::to_string(*q.rollout.lastLayer) : "the top");
        text += ", " + std::string(headFusionName(q.rollout.fusion)) + " of heads";
        if (q.rollout.discard > 0.0)
            text += ", smallest " + shortNumber("%g", q.rollout.discard) + " discarded";
        return text + ", " + token;
    }
    case MapQuantity::Relevance:
        return "relevance for \"" + map.output + "\" (logit " + shortNumber("%.3f", map.logit) + "), " + stack;
    case MapQuantity::Occlusion: {
        const std::string side = std::to_string(q.occlusion.window);
        std::string text = "occlusion, change of \"" + map.output + "\" (logit " + shortNumber("%.3f", map.logit) +
                           ") when a window of " + side + " × " + side + " patches is hidden";
        if (q.occlusion.allFrames)
            text += ", in all frames at once";
        return q.occlusion.stride > 1 ? text + ", every " + std::to_string(q.occlusion.stride) + " patches" : text;
    }
    case MapQuantity::Similarity:
        return "cosine similarity to " + tokenName(map.features->layout, q.token) + ", " + stack + " state " +
               std::to_string(q.layer);
    case MapQuantity::Norms:
        return "norm of states, " + stack + " state " + std::to_string(q.layer);
    case MapQuantity::Components:
        return "principal components of states, " + stack + " state " + std::to_string(q.layer);
    }
    return {};
}

} // namespace tvlt
