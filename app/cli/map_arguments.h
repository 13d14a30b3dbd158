#pragma once

#include "app/cli/analysis_arguments.h"
#include "core/attention/sequence_tokens.h"

#include <filesystem>
#include <string>
#include <vector>

namespace tvlt {

struct AttentionOverview;
struct TokenMap;

/// What `attention` and `hidden` share: whose layers, and where the answer goes.
struct MapArguments {
    AnalysisArguments analysis;
    std::string stack = "encoder";
    std::vector<int> layers; ///< empty: the top one
    std::string token;
    std::vector<std::filesystem::path> figures;
    std::filesystem::path npz;
    std::filesystem::path csv;
    bool json = false;
    int top = 10;

    [[nodiscard]] bool writesNothing() const { return figures.empty() && npz.empty() && csv.empty() && !json; }
};

void addMapOptions(CLI::App& command, MapArguments& arguments);
/// The token that is named, or else cls where `stack` has it and the clip's middle patch where it has not. Throws
/// BadInput.
[[nodiscard]] AskedToken askedToken(const MapArguments& arguments, const ClipFeatures& features,
                                    const SequenceTokens& tokens);
/// Before the model runs: the outputs must have somewhere to go. Throws Exception.
void checkOutputs(const MapArguments& arguments);
/// Writes and prints what was asked for; without --json, the largest tokens for a person to read.
void writeMaps(const MapArguments& arguments, const std::vector<TokenMap>& maps, const AttentionOverview* overview);

} // namespace tvlt
