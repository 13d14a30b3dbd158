#include "core/export/figure_recipe.h"

#include "core/analysis/analysis.h"
#include "core/base/version.h"
#include "core/features/mask_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <filesystem>
#include <string_view>

namespace tvlt {

using nlohmann::json;

namespace {

bool needsQuotes(const std::string& text) {
    constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,+@%";
    return text.empty() || text.find_first_not_of(kPlain) != std::string::npos;
}

std::string quoted(const std::string& text) {
    std::string result = "'";
    for (const char c : text)
        result += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return result + "'";
}

} // namespace

std::string numberArgument(double value) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

std::string pathArgument(const std::filesystem::path& path, RecipePaths paths) {
    if (paths == RecipePaths::Full)
        return path.string();
    // A folder may be given with a slash at its end.
    return path.has_filename() ? path.filename().string() : path.parent_path().filename().string();
}

std::vector<std::string> clipArguments(const ClipFeatures& features, const std::filesystem::path& checkpointPath,
                                       RecipePaths paths) {
    const ClipInfo& clip = features.clip;
    std::vector<std::string> arguments;
    if (clip.images.empty())
        arguments.push_back(pathArgument(clip.path, paths));
    for (const auto& image : clip.images)
        arguments.push_back(pathArgument(image, paths));
    const auto add = [&](const char* name, std::string value) {
        arguments.emplace_back(name);
        arguments.push_back(std::move(value));
    };
    if (!clip.audioPath.empty() && clip.audioPath != clip.path)
        add("--audio", pathArgument(clip.audioPath, paths));
    if (!checkpointPath.empty())
        add("--checkpoint", pathArgument(checkpointPath, paths));
    add("--start", numberArgument(features.segment.start));
    add("--duration", numberArgument(features.segment.duration));
    if (features.layout.frames > 0)
        add("--frames", std::to_string(features.layout.frames));
    add("--recipe", std::string(recipeName(features.recipe)));
    return arguments;
}

std::vector<std::string> maskArguments(const MaskSettings& mask) {
    return {"--pixel-mask-ratio",
            numberArgument(mask.pixelRatio),
            "--audio-mask-ratio",
            numberArgument(mask.audioRatio),
            "--audio-mask-type",
            std::string(audioMaskTypeName(mask.audioType)),
            "--seed",
            std::to_string(mask.seed)};
}

std::vector<std::string> reconstructArguments(const Analysis& analysis, RecipePaths paths) {
    std::vector<std::string> arguments{"reconstruct"};
    for (const auto& part :
         {clipArguments(*analysis.features, analysis.report.path, paths), maskArguments(analysis.maskSettings)})
        arguments.insert(arguments.end(), part.begin(), part.end());
    if (analysis.borrowedStatistics)
        arguments.emplace_back("--borrow-statistics");
    return arguments;
}

std::string shellLine(const std::vector<std::string>& arguments) {
    std::string line = "tvlt";
    for (const std::string& argument : arguments)
        line += ' ' + (needsQuotes(argument) ? quoted(argument) : argument);
    return line;
}

json figureRecipe(const ClipInfo& clip, const std::string& clipHash, const CheckpointUsed& checkpoint,
                  const std::vector<std::string>& arguments) {
    return {{"program", "TVLT Workbench"},
            {"version", version()},
            {"clip", {{"name", clip.path.filename().string()}, {"sha256", clipHash.empty() ? json() : json(clipHash)}}},
            {"checkpoint", {{"name", checkpoint.name}, {"label", checkpoint.report.label}}},
            {"arguments", arguments}};
}

json figureRecipe(const Analysis& analysis, const std::string& clipHash, const std::vector<std::string>& figure) {
    const ClipFeatures& features = *analysis.features;
    auto arguments = reconstructArguments(analysis, RecipePaths::NamesOnly);
    arguments.insert(arguments.end(), figure.begin(), figure.end());
    MaskSettings mask = analysis.maskSettings;
    if (!mask.pinLayout)
        mask.pinLayout = features.layout;
    json recipe = figureRecipe(features.clip, clipHash, {analysis.checkpointName, analysis.report}, arguments);
    recipe["device"] = analysis.device;
    recipe["dtype"] = analysis.dtype;
    recipe["mask"] = maskToJson(mask);
    return recipe;
}

} // namespace tvlt
