#include "core/base/file.h"
#include "tests/app/cli/program.h"
#include "tests/core/analysis/support/small_clip.h"
#include "tests/core/analysis/support/tiny_checkpoint.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <nlohmann/json.hpp>

#include <algorithm>

using namespace tvlt;
using nlohmann::json;

namespace {

namespace fs = std::filesystem;

struct Bench {
    TempFolder folder;
    SmallClip clip = makeSmallClip(folder.path());
    fs::path model = folder / "model";

    Bench() { saveCheckpoint(*tinyCheckpoint(), model); }

    [[nodiscard]] ProgramRun run(const char* command, std::vector<std::string> more) const {
        std::vector<std::string> arguments{command};
        for (const auto& image : clip.images)
            arguments.push_back(image.string());
        for (const auto& text :
             {std::string("--audio"), clip.sound.string(), std::string("--checkpoint"), model.string()})
            arguments.push_back(text);
        arguments.insert(arguments.end(), more.begin(), more.end());
        return runTvlt(arguments);
    }
};

} // namespace

TEST_CASE("a sweep's JSON, CSV and arrays hold the same samples, and its figure is written") {
    const Bench bench;
    const fs::path csv = bench.folder / "sweep.csv", npz = bench.folder / "sweep.npz",
                   figure = bench.folder / "sweep.svg";
    const ProgramRun run = bench.run("sweep", {"--ratios", "0,0.5,1", "--seeds", "2", "--seed", "7", "--json", "--csv",
                                               csv.string(), "--npz", npz.string(), "-o", figure.string()});
    REQUIRE(run.exitCode == 0);
    const json sweep = json::parse(run.out);
    REQUIRE(sweep["samples"].size() == 12); // 3 ratios × 2 seeds for either modality
    const auto& steps = sweep["over_pixel_mask_ratio"]["pixel_loss"];
    REQUIRE(steps.size() == 2); // at 0 nothing is hidden
    CHECK(steps[0]["ratio"] == 0.5);
    CHECK(steps[0]["seeds"] == 2);
    const std::string text = readTextFile(csv);
    CHECK(std::count(text.begin(), text.end(), '\n') == 13);
    CHECK_THAT(text, Catch::Matchers::StartsWith(
                         "pixel_mask_ratio,audio_mask_ratio,seed,pixel_loss,audio_loss,matching_logit\n"));
    CHECK(fs::file_size(npz) > 100);
    CHECK_THAT(readTextFile(figure), ContainsSubstring("pixel mask ratio"));
}

TEST_CASE("a sweep's loss is that of the reconstruction with the same mask") {
    const Bench bench;
    const json sweep = json::parse(bench
                                       .run("sweep", {"--ratios", "0.5,0.6", "--seeds", "1", "--seed", "3", "--vary",
                                                      "pixel", "--audio-mask-ratio", "0.25", "--json"})
                                       .out);
    const json one = json::parse(
        bench.run("reconstruct", {"--pixel-mask-ratio", "0.6", "--audio-mask-ratio", "0.25", "--seed", "3", "--json"})
            .out);
    CHECK(sweep["samples"][1]["pixel_loss"].get<double>() == Approx(one["pixel"]["loss"].get<double>()));
    CHECK(sweep["samples"][1]["audio_loss"].get<double>() == Approx(one["audio"]["loss"].get<double>()));
}

TEST_CASE("a comparison has a column for each ratio, and two of two checkpoints") {
    const Bench bench;
    const fs::path figure = bench.folder / "compare.png";
    const ProgramRun run =
        bench.run("compare", {"--ratios", "0.25,0.75", "--ratio-of", "pixel", "--json", "-o", figure.string()});
    REQUIRE(run.exitCode == 0);
    const json columns = json::parse(run.out)["columns"];
    REQUIRE(columns.size() == 2);
    CHECK(columns[1]["name"] == "pixel ratio 0.75");
    CHECK(columns[1]["analysis"]["mask"]["pixel_mask_ratio"] == 0.75);
    CHECK(columns[0]["analysis"]["mask"]["audio_mask_ratio"] == columns[1]["analysis"]["mask"]["audio_mask_ratio"]);
    CHECK(fs::file_size(figure) > 1000);

    const fs::path other = bench.folder / "other";
    saveCheckpoint(*tinyCheckpoint(), other);
    const ProgramRun two = bench.run("compare", {"--with-checkpoint", other.string()});
    CHECK(two.exitCode == 0);
    CHECK_THAT(two.out, ContainsSubstring("model") && ContainsSubstring("other"));
}

TEST_CASE("wrong ratios, seeds and mixtures are refused before a model runs") {
    const std::vector<std::vector<std::string>> wrong{
        {"sweep", "a.mp4", "--ratios", "0,2"},     {"sweep", "a.mp4", "--seeds", "0"},
        {"sweep", "a.mp4", "--vary", "time"},      {"sweep", "a.mp4", "--grid", "--vary", "pixel"},
        {"compare", "a.mp4", "--ratios", "-0.25"}, {"compare", "a.mp4", "--ratios", "0.5", "--with-clip", "b.mp4"},
    };
    for (const auto& arguments : wrong) {
        CAPTURE(arguments);
        CHECK(runTvlt(arguments).exitCode == 2);
    }
}
