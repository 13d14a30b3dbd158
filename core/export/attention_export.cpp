#include "core/export/attention_export.h"

#include "core/analysis/analysis.h"
#include "core/attention/targets.h"
#include "core/base/version.h"
#include "core/export/info_json.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>
#include <locale>
#include <sstream>

namespace tvlt {

using nlohmann::json;

namespace {

struct Layer {
    std::string title;
    const TokenValues* values;
};

/// All numbers of all maps: one layer each, of components three.
std::vector<Layer> layersOf(const std::vector<TokenMap>& maps) {
    std::vector<Layer> layers;
    for (const TokenMap& map : maps) {
        if (!map.components)
            layers.push_back({mapTitle(map), &map.values});
        else
            for (std::size_t i = 0; i < map.components->values.size(); ++i)
                layers.push_back({mapTitle(map) + ", component " + std::to_string(i + 1), &map.components->values[i]});
    }
    return layers;
}

json number(double value) {
    return std::isfinite(value) ? json(value) : json();
}

json targetJson(const ClipFeatures& features, const TokenTarget& target) {
    json entry = {{"token", tokenName(features.layout, target.token)}, {"value", target.value}};
    if (!target.token)
        return entry;
    const PatchPlace place = patchPlace(features, *target.token);
    entry["seconds"] = place.seconds;
    if (place.pixel) {
        entry["frame"] = place.pixel->frame;
        entry["row"] = place.pixel->row;
        entry["column"] = place.pixel->col;
    } else {
        entry["step"] = place.audio->step;
        entry["band"] = place.audio->band;
        entry["hz"] = {place.lowHz, place.highHz};
    }
    return entry;
}

json groupsJson(const WeightGroups& groups) {
    return {{"video", groups.video},      {"audio", groups.audio},     {"cls", groups.cls},
            {"padding", groups.padding},  {"by_frame", groups.frames}, {"by_second", groups.seconds},
            {"by_mel_band", groups.bands}};
}

json mapJson(const TokenMap& map, int largest) {
    const MapQuestion& q = map.question;
    const ClipFeatures& features = *map.features;
    json entry = {
        {"title", mapTitle(map)}, {"quantity", mapQuantityName(q.quantity)}, {"stack", attentionStackName(map.stack)}};
    if (asksToken(q.quantity))
        entry["token"] = tokenName(features.layout, q.token);
    if (q.quantity == MapQuantity::Attention || q.quantity == MapQuantity::Rollout)
        entry["direction"] = q.direction == AttentionDirection::From ? "from" : "to";
    if (q.quantity == MapQuantity::Attention) {
        entry["layer"] = q.layer;
        entry["head"] = q.heads.head ? json(*q.heads.head) : json(headFusionName(q.heads.fusion));
    } else if (q.quantity == MapQuantity::Rollout) {
        entry["rollout"] = {{"fusion", headFusionName(q.rollout.fusion)},
                            {"discard", q.rollout.discard},
                            {"first_layer", q.rollout.firstLayer},
                            {"last_layer", q.rollout.lastLayer ? json(*q.rollout.lastLayer) : json()}};
    } else if (asksOutput(q.quantity)) {
        entry["output"] = map.output;
        entry["logit"] = map.logit;
        if (q.quantity == MapQuantity::Occlusion)
            entry["occlusion"] = {{"over", occlusionOverName(q.occlusion.over)},
                                  {"window", q.occlusion.window},
                                  {"stride", q.occlusion.stride},
                                  {"all_frames", q.occlusion.allFrames}};
    } else {
        entry["state"] = q.layer;
    }
    if (map.components) {
        entry["explained_variance"] = map.components->explained;
        return entry;
    }
    json list = json::array();
    for (const TokenTarget& target : topTokens(map, largest))
        list.push_back(targetJson(features, target));
    entry["largest"] = list;
    if (addsUp(q.quantity))
        entry["sums"] = groupsJson(groupWeights(map.values, features));
    return entry;
}

json overviewJson(const AttentionOverview& overview) {
    static constexpr const char* kNames[] = {"video", "audio", "cls"};
    json layers = json::array();
    for (int layer = 0; layer < overview.layers; ++layer) {
        json heads = json::array();
        for (int head = 0; head < overview.heads; ++head) {
            const HeadSummary& summary = overview.at(layer, head);
            json shares;
            for (std::size_t from = 0; from < kTokenGroups; ++from)
                for (std::size_t to = 0; to < kTokenGroups; ++to)
                    shares[std::string(kNames[from]) + "_to_" + kNames[to]] = number(summary.share[from][to]);
            heads.push_back({{"shares", shares},
                             {"patches_to_cls", number(summary.patchesToCls)},
                             {"entropy_bits", number(summary.entropy)}});
        }
        layers.push_back(heads);
    }
    return layers;
}

void addOverview(std::vector<NpzArray>& arrays, const AttentionOverview& overview) {
    std::vector<double> shares;
    std::vector<double> toCls;
    std::vector<double> entropy;
    for (const HeadSummary& summary : overview.summaries) {
        for (const auto& from : summary.share)
            shares.insert(shares.end(), from.begin(), from.end());
        toCls.push_back(summary.patchesToCls);
        entropy.push_back(summary.entropy);
    }
    const std::int64_t layers = overview.layers;
    const std::int64_t heads = overview.heads;
    arrays.push_back(NpzArray::doubles("shares", {layers, heads, kTokenGroups, kTokenGroups}, shares));
    arrays.push_back(NpzArray::doubles("patches_to_cls", {layers, heads}, toCls));
    arrays.push_back(NpzArray::doubles("entropy", {layers, heads}, entropy));
}

} // namespace

std::vector<NpzArray> attentionArrays(const std::vector<TokenMap>& maps, const AttentionOverview* overview) {
    const auto layers = layersOf(maps);
    const ClipFeatures& features = *maps.front().features;
    const PatchLayout& layout = features.layout;
    const auto count = static_cast<std::int64_t>(layers.size());
    std::vector<float> pixel;
    std::vector<float> audio;
    std::vector<float> cls;
    std::vector<double> padding;
    std::vector<std::string> titles;
    for (const Layer& layer : layers) {
        pixel.insert(pixel.end(), layer.values->pixel.begin(), layer.values->pixel.end());
        audio.insert(audio.end(), layer.values->audio.begin(), layer.values->audio.end());
        cls.push_back(layer.values->at(std::nullopt));
        padding.push_back(layer.values->padding);
        titles.push_back(layer.title);
    }
    std::vector<NpzArray> arrays;
    if (features.pixels) {
        arrays.push_back(
            NpzArray::floats("pixel_map", {count, layout.frames, layout.patchRows, layout.patchCols}, pixel));
        arrays.push_back(NpzArray::doubles("frame_times", {static_cast<std::int64_t>(features.frameTimes.size())},
                                           features.frameTimes));
    }
    if (features.audio) {
        arrays.push_back(NpzArray::floats("audio_map", {count, layout.timeSteps, layout.bands}, audio));
        arrays.push_back(NpzArray::doubles("column_times", {static_cast<std::int64_t>(features.columnTimes.size())},
                                           features.columnTimes));
        arrays.push_back(
            NpzArray::doubles("mel_hz", {static_cast<std::int64_t>(features.melHz.size())}, features.melHz));
    }
    arrays.push_back(NpzArray::floats("cls", {count}, cls));
    arrays.push_back(NpzArray::doubles("padding", {count}, padding));
    arrays.push_back(NpzArray::strings("titles", titles));
    addCheckpoint(arrays, "checkpoint", maps.front().checkpoint, maps.front().report.label);
    if (overview)
        addOverview(arrays, *overview);
    return arrays;
}

json attentionJson(const std::vector<TokenMap>& maps, int largest, const AttentionOverview* overview) {
    const TokenMap& first = maps.front();
    const ClipFeatures& features = *first.features;
    json list = json::array();
    for (const TokenMap& map : maps)
        list.push_back(mapJson(map, largest));
    json all = {{"version", version()},
                {"clip", clipJson(features.clip)},
                {"segment", {{"start", features.segment.start}, {"duration", features.segment.duration}}},
                {"recipe", recipeName(features.recipe)},
                {"frame_times", features.frameTimes},
                {"patches",
                 {{"frames", features.layout.frames},
                  {"rows", features.layout.patchRows},
                  {"columns", features.layout.patchCols},
                  {"steps", features.layout.timeSteps},
                  {"bands", features.layout.bands}}},
                {"checkpoint", reportJson(first.checkpoint, first.report)},
                {"device", first.device},
                {"dtype", first.dtype},
                {"maps", list}};
    if (overview)
        all["overview"] = overviewJson(*overview);
    return all;
}

std::string attentionCsv(const std::vector<TokenMap>& maps) {
    const auto layers = layersOf(maps);
    const ClipFeatures& features = *maps.front().features;
    std::ostringstream out;
    out.imbue(std::locale::classic());
    out << "token,modality,frame,row,column,step,band,seconds,low_hz,high_hz";
    for (const Layer& layer : layers) {
        std::string quoted;
        for (const char c : layer.title)
            quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
        out << ",\"" << quoted << '"';
    }
    out << '\n';
    for (const TokenTarget& target : largestTokens(*layers.front().values, std::numeric_limits<int>::max())) {
        out << '"' << tokenName(features.layout, target.token) << '"';
        if (!target.token) {
            out << ",cls,,,,,,,,";
        } else {
            const PatchPlace place = patchPlace(features, *target.token);
            if (place.pixel)
                out << ",pixel," << place.pixel->frame << ',' << place.pixel->row << ',' << place.pixel->col << ",,,"
                    << place.seconds << ",,";
            else
                out << ",audio,,,," << place.audio->step << ',' << place.audio->band << ',' << place.seconds << ','
                    << place.lowHz << ',' << place.highHz;
        }
        out.precision(9);
        for (const Layer& layer : layers)
            out << ',' << layer.values->at(target.token);
        out.precision(6);
        out << '\n';
    }
    return out.str();
}

} // namespace tvlt
