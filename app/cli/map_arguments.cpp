#include "app/cli/map_arguments.h"

#include "app/cli/number_check.h"
#include "core/analysis/analysis.h"
#include "core/analysis/request.h"
#include "core/attention/targets.h"
#include "core/attention/token_map.h"
#include "core/base/file.h"
#include "core/export/attention_export.h"
#include "core/export/info_json.h"
#include "widgets/figure/figure.h"
#include "widgets/figure/figure_content.h"
#include "widgets/figure/map_content.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>

namespace tvlt {

namespace {

void printMap(const TokenMap& map, int top) {
    const ClipFeatures& features = *map.features;
    std::printf("%s\n", mapTitle(map).c_str());
    if (map.components) {
        for (const double share : map.components->explained)
            std::printf("  %5.1f %% of the variance\n", 100.0 * share);
        return;
    }
    if (addsUp(map.question.quantity)) {
        const WeightGroups groups = groupWeights(map.values, features);
        std::printf("  video %.4f  audio %.4f  cls %.4f  padding %.4f\n", groups.video, groups.audio, groups.cls,
                    groups.padding);
    }
    for (const TokenTarget& target : topTokens(map, top)) {
        std::printf("  %-9.5g %-16s", target.value, tokenName(features.layout, target.token).c_str());
        if (target.token) {
            const PatchPlace place = patchPlace(features, *target.token);
            std::printf(" %8.3f s", place.seconds);
            if (place.audio)
                std::printf("  %.0f to %.0f Hz", place.lowHz, place.highHz);
        }
        std::putchar('\n');
    }
}

} // namespace

void addMapOptions(CLI::App& command, MapArguments& a) {
    addAnalysisOptions(command, a.analysis);
    command
        .add_option("--of", a.stack,
                    "Whose layers: the encoder's on the whole clip, or of the masked pass: the encoder's on what the "
                    "mask leaves, or a decoder's")
        ->check(CLI::IsMember({"encoder", "masked-encoder", "pixel-decoder", "audio-decoder"}))
        ->capture_default_str();
    command
        .add_option("--token", a.token,
                    "cls, pixel:FRAME,ROW,COLUMN, pixel:1.5s,ROW,COLUMN, audio:STEP,BAND or audio:1.5s,440Hz; default: "
                    "cls, in a decoder the middle patch")
        ->type_name("TOKEN");
    addMapOutputs(command, a);
}

void addMapOutputs(CLI::App& command, MapArguments& a) {
    addOutputFiles(command, a.files,
                   {"Write a line for each token here", "Write the maps as arrays here",
                    "Print the largest tokens and sums as JSON"});
    command.add_option("--top", a.top, "How many of the largest tokens are listed")
        ->check(numberCheck("a number of tokens from 1 on", 1, false, 1000000))
        ->capture_default_str();
}

AskedToken askedToken(const MapArguments& a, const ClipFeatures& features, const SequenceTokens& tokens) {
    if (!a.token.empty())
        return tokenFromName(a.token, features);
    if (tokens.contains(std::nullopt))
        return std::nullopt;
    const auto middle = tokens.all()[tokens.size() / 2].patch;
    if (middle && middle->modality == Modality::Pixel)
        return patchAtTime(features, features.segment.start + features.segment.duration / 2.0);
    const double hz = features.melHz.empty() ? 0.0 : features.melHz[features.melHz.size() / 2];
    const double end = features.columnTimes.empty() || !features.audio
                           ? features.segment.end()
                           : features.columnTimes[static_cast<std::size_t>(features.audio->realRows / 2)];
    return audioPatchAt(features, end, hz);
}

void checkOutputs(const MapArguments& a) {
    checkOutputFiles(a.files);
}

namespace {

/// Those of the first map; of several, with all of their layers.
std::vector<std::string> argumentsOf(const MapArguments& a, const OpenedClip& opened, const TokenMap& first) {
    auto arguments = mapArguments(askedModel(opened), first, opened.request->mask, RecipePaths::NamesOnly);
    if (a.layers.size() < 2)
        return arguments;
    std::string layers;
    for (const int layer : a.layers)
        layers += (layers.empty() ? "" : ",") + std::to_string(layer);
    if (const auto found = std::find(arguments.begin(), arguments.end(), "--layer"); found != arguments.end())
        *(found + 1) = layers;
    return arguments;
}

} // namespace

void writeMaps(const MapArguments& a, const OpenedClip& opened, const std::vector<TokenMap>& maps,
               const AttentionOverview* overview) {
    const OutputFiles& files = a.files;
    if (!files.npz.empty())
        writeNpz(files.npz, attentionArrays(maps, overview));
    if (!files.csv.empty())
        writeFileAtomically(files.csv, attentionCsv(maps));
    const TokenMap& first = maps.front();
    writePages(files, [&](const FigureLook& look) { return figurePage(mapContent(maps), look); },
               {&opened.features->clip, {first.checkpoint, first.report}, argumentsOf(a, opened, first)});
    if (files.json) {
        std::fputs(jsonText(attentionJson(maps, a.top, overview)).c_str(), stdout);
        return;
    }
    for (const TokenMap& map : maps)
        printMap(map, a.top);
}

} // namespace tvlt
