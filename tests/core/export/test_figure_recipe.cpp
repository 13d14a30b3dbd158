#include "core/export/clip_hash.h"
#include "core/export/figure_recipe.h"
#include "core/export/patch_table.h"
#include "core/media/clip_info.h"
#include "tests/support/catch.h"
#include "tests/support/sample_analysis.h"
#include "tests/support/temp_folder.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <fstream>
#include <sstream>

using namespace tvlt;

namespace {

std::shared_ptr<Analysis> analysisIn(const std::string& home) {
    auto features = sampleFeatures();
    features->clip.path = home + "/my clips/it's.mp4";
    auto analysis = sampleAnalysis({}, features);
    analysis->report.path = home + "/models/base/";
    return analysis;
}

std::vector<std::string> split(const std::string& line) {
    std::vector<std::string> parts;
    std::istringstream in(line + ',');
    for (std::string part; std::getline(in, part, ',');)
        parts.push_back(part);
    return parts;
}

} // namespace

TEST_CASE("a recipe names clip, checkpoint and mask, and no folder") {
    const auto analysis = analysisIn("/home/ada");
    const auto recipe = figureRecipe(*analysis, "abc", {"--dpi", "600"});
    CHECK(recipe["clip"]["name"] == "it's.mp4");
    CHECK(recipe["clip"]["sha256"] == "abc");
    CHECK(recipe["mask"]["seed"] == analysis->maskSettings.seed);
    CHECK_THAT(recipe.dump(), !ContainsSubstring("/home/ada") && !ContainsSubstring("my clips"));
    const auto arguments = recipe["arguments"].get<std::vector<std::string>>();
    CHECK(arguments.front() == "reconstruct");
    CHECK(std::find(arguments.begin(), arguments.end(), "base") != arguments.end());
    CHECK(arguments.back() == "600");
}

TEST_CASE("a command line can be pasted into a shell") {
    const auto arguments = reconstructArguments(*analysisIn("/home/ada"), RecipePaths::Full);
    const std::string line = shellLine(arguments);
    CHECK_THAT(line, Catch::Matchers::StartsWith(R"(tvlt reconstruct '/home/ada/my clips/it'\''s.mp4' )"));
    CHECK_THAT(line,
               ContainsSubstring("--pixel-mask-ratio 0.5 --audio-mask-ratio 0.5") && ContainsSubstring("--seed 7"));
}

TEST_CASE("a clip's hash is its bytes', and empty where there are none") {
    const TempFolder folder;
    std::ofstream(folder / "a.bin") << "abc";
    ClipInfo clip;
    clip.path = folder / "a.bin";
    CHECK(clipHash(clip) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    clip.path = folder / "gone.bin";
    CHECK(clipHash(clip).empty());
}

TEST_CASE("a patch table has a line for each patch, with the errors of the analysis") {
    const auto analysis = analysisIn("/home/ada");
    std::istringstream text(patchTable(*analysis));
    std::string line;
    std::getline(text, line);
    const auto names = split(line);
    std::vector<std::vector<std::string>> rows;
    while (std::getline(text, line))
        rows.push_back(split(line));
    const PatchLayout& layout = analysis->features->layout;
    REQUIRE(int(rows.size()) == layout.pixelTokens() + layout.audioTokens());
    int hidden = 0;
    for (const auto& row : rows) {
        REQUIRE(row.size() == names.size());
        hidden += row[9] == "hidden" ? 1 : 0;
    }
    CHECK(hidden == std::count(analysis->mask.pixel.hidden.begin(), analysis->mask.pixel.hidden.end(), 1) +
                        std::count(analysis->mask.audio.hidden.begin(), analysis->mask.audio.hidden.end(), 1));
    CHECK(std::stod(rows[5][11]) == Approx(analysis->pixel->patchError[5]));
    CHECK(rows.back()[0] == "audio");
    CHECK(std::stod(rows.back()[11]) == Approx(analysis->audio->patchError.back()));
}
