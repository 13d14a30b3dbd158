#include "core/base/file.h"
#include "tests/app/cli/program.h"
#include "tests/core/analysis/support/tiny_checkpoint.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <nlohmann/json.hpp>

#include <filesystem>

using namespace tvlt;
using nlohmann::json;

namespace {

std::string savedModel(const TempFolder& folder, TinyKind kind) {
    const auto path = folder / (kind == TinyKind::PreTraining ? "model" : "classifier");
    TvltConfig config = tinyConfig(kind);
    if (kind == TinyKind::Classification)
        config.id2label = {"circle", "square", "triangle", "star"};
    saveCheckpoint(*tinyCheckpoint(config, kind), path);
    return path.string();
}

} // namespace

TEST_CASE("evaluate prints its measures as JSON and as a table, and a picture of clips") {
    const TempFolder folder;
    const std::string model = savedModel(folder, TinyKind::PreTraining);
    const std::string classifier = savedModel(folder, TinyKind::Classification);
    const std::string grid = (folder / "grid.png").string();
    const ProgramRun run =
        runTvlt({"evaluate", model, "--classifier", classifier, "--data", "synth:5:4", "--json", "--grid", grid,
                 "--grid-clips", "2", "--grid-ratios", "0.25,0.5,0.75", "--pixel-ratio", "0.5"});
    CAPTURE(run.err);
    REQUIRE(run.exitCode == 0);
    CHECK(run.err.empty());
    const json table = json::parse(run.out);
    for (const char* key :
         {"pixel_mse_ratio", "audio_mse_ratio", "matching_swapped_accuracy", "matching_shifted_accuracy",
          "classification_accuracy", "cross_modal_ratio", "cross_modal_sign_p"})
        CHECK(table.at(key).is_number());
    CHECK(table["data"] == "synth:5:4");
    CHECK(table["clips"] == 4);
    CHECK(table["pixel_mask_ratio"] == 0.5);
    CHECK(table["checkpoint"] == "model");
    CHECK(table["classifier"] == "classifier");
    CHECK(std::filesystem::file_size(grid) > 1000);

    const ProgramRun people = runTvlt({"evaluate", classifier, "--data", "synth:5:4"});
    REQUIRE(people.exitCode == 0);
    CHECK_THAT(people.out, ContainsSubstring("classification_accuracy "));
    CHECK_THAT(people.out, ContainsSubstring("pixel_mse_ratio                    -"));
    CHECK_THAT(people.out, ContainsSubstring("(the checkpoint has no MAE decoder)"));
    CHECK_THAT(people.out, !ContainsSubstring(">="));
    CHECK_THAT(runTvlt({"evaluate", classifier, "--data", "synth:5:4", "--targets"}).out, ContainsSubstring(">= 0.95"));
}

TEST_CASE("evaluate measures a classifier by the named columns of a table, and says why it measures nothing") {
    const TempFolder folder;
    const std::string model = savedModel(folder, TinyKind::PreTraining);
    const std::string classifier = savedModel(folder, TinyKind::Classification);
    const std::string clips = (folder / "clips").string();
    REQUIRE(runTvlt({"synth", clips, "--count", "2", "--seconds", "3", "--size", "32"}).exitCode == 0);
    std::string table = "path,kind\n";
    for (const auto& entry : std::filesystem::directory_iterator(clips))
        table += entry.path().string() + ",star\n";
    const std::string csv = (folder / "birds.csv").string();
    writeFileAtomically(csv, table);
    const ProgramRun named =
        runTvlt({"evaluate", classifier, "--data", csv, "--file-column", "path", "--label-column", "kind", "--json"});
    CAPTURE(named.err);
    REQUIRE(named.exitCode == 0);
    CHECK(json::parse(named.out)["classification"]["of"] == 2);

    const ProgramRun bare = runTvlt({"evaluate", model, "--data", csv, "--file-column", "path", "--json"});
    REQUIRE(bare.exitCode == 0);
    const json remarks = json::parse(bare.out)["remarks"];
    CHECK_THAT(remarks["classification_accuracy"].get<std::string>(), ContainsSubstring("--classifier"));
    CHECK_THAT(remarks["cross_modal_sign_p"].get<std::string>(), ContainsSubstring("take 20 or more"));
    CHECK(remarks.count("pixel_mse_ratio") == 0);
    const ProgramRun wrong = runTvlt({"evaluate", classifier, "--data", "synth:1:2", "--label-column", "kind"});
    CHECK(wrong.exitCode == 1);
    CHECK_THAT(wrong.err, ContainsSubstring("--label-column"));
}

TEST_CASE("evaluate refuses what it cannot measure in one line") {
    const TempFolder folder;
    const std::string model = savedModel(folder, TinyKind::PreTraining);
    CHECK(runTvlt({"evaluate", model}).exitCode == 2);
    CHECK(runTvlt({"evaluate", model, "--data", "synth:1:2", "--pixel-ratio", "nan"}).exitCode == 2);
    CHECK(runTvlt({"evaluate", model, "--data", "synth:1:2", "--batch", "0"}).exitCode == 2);
    CHECK(runTvlt({"evaluate", model, "--data", "synth:1:2", "--grid", "x.jpg"}).exitCode == 2);
    const auto fails = [&](std::vector<std::string> arguments, const std::string& words) {
        arguments.insert(arguments.begin(), "evaluate");
        const ProgramRun run = runTvlt(arguments);
        CHECK(run.exitCode == 1);
        CHECK(run.out.empty());
        CHECK_THAT(run.err, ContainsSubstring(words));
    };
    fails({model, "--data", "synth:1"}, "synth:SEED:COUNT");
    fails({model, "--data", "nowhere"}, "no such file or folder");
    fails({model, "--data", "synth:1:2", "--classifier", model}, "no classifier");
    fails({model, "--data", "synth:1:2", "--grid", (folder / "none" / "grid.png").string()}, "none");
}
