#pragma once

#include "app/cli/analysis_arguments.h"
#include "app/cli/output_files.h"
#include "core/attention/sequence_tokens.h"

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
    OutputFiles files;
    int top = 10;
};

void addMapOptions(CLI::App& command, MapArguments& arguments);
/// Its part that says where the answer goes.
void addMapOutputs(CLI::App& command, MapArguments& arguments);
/// The token that is named, or else cls where `stack` has it and the clip's middle patch where it has not. Throws
/// BadInput.
[[nodiscard]] AskedToken askedToken(const MapArguments& arguments, const ClipFeatures& features,
                                    const SequenceTokens& tokens);
/// Before the model runs: the outputs must have somewhere to go. Throws Exception.
void checkOutputs(const MapArguments& arguments);
/// Writes and prints what was asked for; without --json, the largest tokens for a person to read.
void writeMaps(const MapArguments& arguments, const OpenedClip& opened, const std::vector<TokenMap>& maps,
               const AttentionOverview* overview);

} // namespace tvlt
