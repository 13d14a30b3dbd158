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

/// The shortest text that reads back as the same number.
std::string number(double value) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

std::string shown(const std::filesystem::path& path, RecipePaths paths) {
    if (paths == RecipePaths::Full)
        return path.string();
    // A folder may be given with a slash at its end.
    return path.has_filename() ? path.filename().string() : path.parent_path().filename().string();
}

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

std::vector<std::string> reconstructArguments(const Analysis& analysis, RecipePaths paths) {
    const ClipFeatures& features = *analysis.features;
    const ClipInfo& clip = features.clip;
    const MaskSettings& mask = analysis.maskSettings;
    std::vector<std::string> arguments{"reconstruct"};
    if (clip.images.empty())
        arguments.push_back(shown(clip.path, paths));
    for (const auto& image : clip.images)
        arguments.push_back(shown(image, paths));
    const auto add = [&](const char* name, std::string value) {
        arguments.emplace_back(name);
        arguments.push_back(std::move(value));
    };
    if (!clip.audioPath.empty() && clip.audioPath != clip.path)
        add("--audio", shown(clip.audioPath, paths));
    if (!analysis.report.path.empty())
        add("--checkpoint", shown(analysis.report.path, paths));
    add("--start", number(features.segment.start));
    add("--duration", number(features.segment.duration));
    if (features.layout.frames > 0)
        add("--frames", std::to_string(features.layout.frames));
    add("--recipe", std::string(recipeName(features.recipe)));
    add("--pixel-mask-ratio", number(mask.pixelRatio));
    add("--audio-mask-ratio", number(mask.audioRatio));
    add("--audio-mask-type", std::string(audioMaskTypeName(mask.audioType)));
    add("--seed", std::to_string(mask.seed));
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

json figureRecipe(const Analysis& analysis, const std::string& clipHash, const std::vector<std::string>& figure) {
    const ClipFeatures& features = *analysis.features;
    auto arguments = reconstructArguments(analysis, RecipePaths::NamesOnly);
    arguments.insert(arguments.end(), figure.begin(), figure.end());
    MaskSettings mask = analysis.maskSettings;
    if (!mask.pinLayout)
        mask.pinLayout = features.layout;
    return {
        {"program", "TVLT Workbench"},
        {"version", version()},
        {"clip",
         {{"name", features.clip.path.filename().string()}, {"sha256", clipHash.empty() ? json() : json(clipHash)}}},
        {"checkpoint", {{"name", analysis.checkpointName}, {"label", analysis.report.label}}},
        {"device", analysis.device},
        {"dtype", analysis.dtype},
        {"mask", maskToJson(mask)},
        {"arguments", arguments}};
}

} // namespace tvlt
