#include "core/attention/token_map.h"

#include "core/analysis/analysis.h"
#include "core/analysis/model_pass.h"
#include "core/attention/targets.h"
#include "core/base/error.h"
#include "core/base/name_table.h"
#include "core/checkpoint/checkpoint.h"

#include <array>
#include <cstdio>

namespace tvlt {

namespace {

constexpr NameTable<MapQuantity, 6> kQuantities{{{MapQuantity::Attention, "attention"},
                                                 {MapQuantity::Rollout, "rollout"},
                                                 {MapQuantity::Relevance, "relevance"},
                                                 {MapQuantity::Similarity, "similarity"},
                                                 {MapQuantity::Norms, "norms"},
                                                 {MapQuantity::Components, "components"}}};

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
        throwBadInput("relevance takes a pass of its own", "quantity");
    }
    return map;
}

TokenMap askRelevance(const std::shared_ptr<const Checkpoint>& checkpoint,
                      const std::shared_ptr<const ClipFeatures>& features, const MapQuestion& question,
                      const Job& job) {
    TokenMap map = emptyMap(*checkpoint, features, AttentionStack::Encoder, question);
    Relevance relevance = relevanceOf(*checkpoint, *features, question.label, job);
    map.values = std::move(relevance.values);
    map.output = std::move(relevance.output);
    map.logit = relevance.logit;
    return map;
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
