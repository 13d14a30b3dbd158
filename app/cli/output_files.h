#pragma once

#include "core/analysis/analysis.h"
#include "widgets/figure/figure_file.h"
#include "widgets/figure/figure_look.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace tvlt {

/// Where an answer goes: figures and data, as given on the command line.
struct OutputFiles {
    std::vector<std::filesystem::path> figures;
    std::filesystem::path csv;
    std::filesystem::path npz;
    bool json = false; ///< on standard output, instead of the words for people
    FigureLook look;
    bool noRecipe = false;
};

/// What --csv, --npz and --json write, for their help texts.
struct OutputWords {
    const char* csv;
    const char* npz;
    const char* json;
};

/// -o and how figures look, --csv, --npz and --json.
void addOutputFiles(CLI::App& command, OutputFiles& files, const OutputWords& words);
/// What a figure's metadata say of how it was made.
struct FigureOrigin {
    const ClipInfo* clip = nullptr; ///< null: no single clip
    CheckpointUsed checkpoint;
    std::vector<std::string> arguments; ///< of `tvlt`, with names instead of paths
};
/// The same as JSON. `clipHash`: core/export/clip_hash.h's, of its clip.
[[nodiscard]] std::string pageRecipe(const FigureOrigin& origin, const std::string& clipHash, const FigureLook& look);
/// Paints what `lay` lays out into every figure that is asked for, without a display. Call at most once a process.
/// Throws Exception.
void writePages(const OutputFiles& files, const std::function<FigurePage(const FigureLook&)>& lay,
                const FigureOrigin& origin);
/// Before a model runs: all of it must have somewhere to go. Throws Exception.
void checkOutputFiles(const OutputFiles& files);

} // namespace tvlt
