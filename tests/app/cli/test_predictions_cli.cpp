#include "core/base/file.h"
#include "core/session/session.h"
#include "tests/app/cli/program.h"
#include "tests/core/analysis/support/small_clip.h"
#include "tests/core/analysis/support/tiny_checkpoint.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>

using namespace tvlt;
using nlohmann::json;

namespace {

namespace fs = std::filesystem;

struct Bench {
    TempFolder folder;
    SmallClip clip = makeSmallClip(folder.path(), 4, 4.0);
    fs::path model = folder / "model";
    fs::path classifier = folder / "classifier";
    fs::path regression = folder / "regression";

    Bench() {
        saveCheckpoint(*tinyCheckpoint(), model);
        saveCheckpoint(*tinyCheckpoint(TinyKind::Classification), classifier);
        saveCheckpoint(*tinyCheckpoint(TinyKind::Regression), regression);
    }
    [[nodiscard]] ProgramRun run(const char* command, const std::vector<std::string>& more,
                                 const fs::path& checkpoint = {}) const {
        std::vector<std::string> arguments{command};
        for (const auto& image : clip.images)
            arguments.push_back(image.string());
        for (const auto& text : {std::string("--audio"), clip.sound.string(), std::string("--checkpoint"),
                                 (checkpoint.empty() ? model : checkpoint).string()})
            arguments.push_back(text);
        arguments.insert(arguments.end(), more.begin(), more.end());
        return runTvlt(arguments);
    }
    /// A folder of sounds, one of them damaged.
    [[nodiscard]] fs::path sounds() const {
        const fs::path path = folder / "sounds";
        fs::create_directory(path);
        for (int i = 1; i < 4; ++i)
            writeTone(path / ("tone" + std::to_string(i) + ".wav"), i, 16000);
        std::ofstream(path / "torn.wav") << "RIFF";
        return path;
    }
};

std::size_t linesIn(const fs::path& file) {
    const std::string text = readTextFile(file);
    return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

json parsed(const ProgramRun& run) {
    CAPTURE(run.err);
    REQUIRE(run.exitCode == 0);
    return json::parse(run.out);
}

} // namespace

TEST_CASE("classify prints, tabulates and paints what a classifier says") {
    const Bench bench;
    const fs::path csv = bench.folder / "c.csv", figure = bench.folder / "c.svg";
    const json said =
        parsed(bench.run("classify", {"--json", "--csv", csv.string(), "-o", figure.string()}, bench.classifier));
    double sum = 0.0;
    for (const json& score : said["classes"])
        sum += score["probability"].get<double>();
    CHECK(sum == Approx(1.0));
    CHECK(said["loss"].is_null()); // nothing was hidden
    CHECK(linesIn(csv) == said["classes"].size() + 1);
    CHECK(readTextFile(figure).find("</svg>") != std::string::npos);

    const json beside = parsed(bench.run("classify", {"--json", "--classifier", bench.classifier.string()}));
    CHECK(beside["classifier"]["name"] == "classifier");
    CHECK(beside["classes"] == said["classes"]);

    const json values = parsed(bench.run("classify", {"--json"}, bench.regression));
    CHECK(values["classes"].empty());
    CHECK_FALSE(values["regression"].empty());

    const ProgramRun top = bench.run("classify", {"--top", "1"}, bench.classifier);
    CHECK(std::count(top.out.begin(), top.out.end(), '\n') == 1);
    const ProgramRun none = bench.run("classify", {});
    CHECK(none.exitCode == 1);
    CHECK(none.err.find("no classification head") != std::string::npos);
}

TEST_CASE("match draws a sync curve and swaps with another clip") {
    const Bench bench;
    const fs::path csv = bench.folder / "m.csv", npz = bench.folder / "m.npz", figure = bench.folder / "m.pdf";
    const json said = parsed(bench.run("match", {"--json", "--start", "1", "--duration", "1.28", "--reach", "0.5",
                                                 "--csv", csv.string(), "--npz", npz.string(), "-o", figure.string()}));
    REQUIRE(said["sync"].size() == 5);
    CHECK(said["sync"][0]["shift"] == -0.5);
    CHECK(said["sync"][2]["shift"] == 0.0);
    CHECK(said["sync"][2]["heard"] == 1.0);
    const double logit = said["sync"][2]["logit"];
    CHECK(said["sync"][2]["probability"].get<double>() == Approx(1.0 / (1.0 + std::exp(-logit))));
    CHECK(said["swapped"].is_null());
    CHECK(linesIn(csv) == 6);
    CHECK(fs::file_size(npz) > 100);
    CHECK(fs::file_size(figure) > 1000);

    const ProgramRun image = bench.run("match", {"--with", bench.clip.images[0].string()});
    CHECK(image.exitCode == 1);
    CHECK(image.err.find("no sound") != std::string::npos);
    CHECK(bench.run("match", {}, bench.classifier).err.find("matching head") != std::string::npos);
    CHECK(bench.run("match", {"--step", "3"}).exitCode == 1); // longer than the reach
    CHECK(bench.run("match", {"--step", "0"}).exitCode == 2);
}

TEST_CASE("retrieve ranks a folder and goes on after a damaged clip") {
    const Bench bench;
    const fs::path sounds = bench.sounds(), csv = bench.folder / "r.csv", figure = bench.folder / "r.svg";
    const ProgramRun run =
        bench.run("retrieve", {"--among", sounds.string(), "--json", "--csv", csv.string(), "-o", figure.string()});
    const json said = parsed(run);
    CHECK(run.err.find("torn.wav") != std::string::npos);
    REQUIRE(said["clips"].size() == 4);
    std::vector<double> byRank(4, NAN);
    for (const json& clip : said["clips"]) {
        if (!clip["error"].is_null()) {
            CHECK(clip["file"] == "torn.wav");
            CHECK(clip["sound_rank"].is_null());
            continue;
        }
        CHECK(clip["picture"].is_null()); // sounds have none
        byRank[clip["sound_rank"].get<std::size_t>()] = clip["sound"]["logit"];
    }
    CHECK(byRank[1] >= byRank[2]);
    CHECK(byRank[2] >= byRank[3]);
    CHECK(linesIn(csv) == 5);
    CHECK(readTextFile(figure).find("</svg>") != std::string::npos);
    CHECK(bench.run("retrieve", {"--among", (bench.folder / "nowhere").string()}).exitCode == 1);
    CHECK(bench.run("retrieve", {}).exitCode == 2);
}

TEST_CASE("scatter lays clips out by their cls states") {
    const Bench bench;
    const fs::path figure = bench.folder / "s.svg", npz = bench.folder / "s.npz";
    const json said =
        parsed(runTvlt({"scatter", bench.sounds().string(), "--checkpoint", bench.model.string(), "--classifier",
                        bench.classifier.string(), "--json", "-o", figure.string(), "--npz", npz.string()}));
    CHECK(said["query"].is_null());
    int placed = 0;
    double sum = 0.0;
    for (const json& clip : said["clips"])
        if (!clip["plane"].is_null()) {
            ++placed;
            sum += clip["plane"][0].get<double>();
        }
    CHECK(placed == 3);
    CHECK(sum == Approx(0.0).margin(1e-5)); // centred
    CHECK(said["explained_variance"][0].get<double>() <= 1.0 + 1e-9);
    CHECK(fs::file_size(npz) > 100);
    CHECK(readTextFile(figure).find("principal component 1") != std::string::npos);
}

TEST_CASE("occlude maps the change of a class or of the matching score") {
    const Bench bench;
    const fs::path csv = bench.folder / "o.csv", figure = bench.folder / "o.svg";
    const json said =
        parsed(bench.run("occlude", {"--json", "--window", "2", "--stride", "2", "--csv", csv.string(), "-o",
                                     figure.string(), "--classifier", bench.classifier.string(), "--top", "4"}));
    const json& map = said["maps"][0];
    CHECK(map["quantity"] == "occlusion");
    CHECK(map["occlusion"]["window"] == 2);
    CHECK(map["output"] != "picture and sound belong together");
    REQUIRE(map["largest"].size() == 4);
    for (std::size_t i = 1; i < 4; ++i)
        CHECK(std::abs(map["largest"][i]["value"].get<double>()) <=
              std::abs(map["largest"][i - 1]["value"].get<double>()));
    CHECK(readTextFile(figure).find("</svg>") != std::string::npos);
    CHECK(linesIn(csv) > 16);

    const json matching = parsed(
        bench.run("occlude", {"--json", "--matching", "--over", "sound", "--classifier", bench.classifier.string()}));
    CHECK(matching["maps"][0]["output"] == "picture and sound belong together");
    const std::string unknown = bench.run("occlude", {"--class", "zebra"}).err;
    CHECK(unknown.find("no class of this name") != std::string::npos);
    CHECK(bench.run("occlude", {"--matching"}, bench.classifier).err.find("no matching head") != std::string::npos);
    CHECK(bench.run("occlude", {"--window", "0"}).exitCode == 2);
    CHECK(bench.run("attention", {"--class", "zebra"}).exitCode == 2); // only with --relevance
}

TEST_CASE("a session stands for clip, checkpoint, segment and mask, and options override it") {
    const Bench bench;
    Session session;
    session.clip = bench.clip.images;
    session.audio = bench.clip.sound;
    session.checkpoint = bench.model.string();
    session.segment = Segment{1.0, 1.5};
    MaskSettings mask;
    mask.pixelRatio = 0.5;
    mask.seed = 9;
    session.mask = mask;
    const fs::path file = bench.folder / "work.tvlt-session";
    saveSession(file, session);
    const json said = parsed(runTvlt({"reconstruct", "--session", file.string(), "--json"}));
    CHECK(said["segment"]["start"] == 1.0);
    CHECK(said["segment"]["duration"] == 1.5);
    CHECK(said["mask"]["pixel_mask_ratio"] == 0.5);
    CHECK(said["mask"]["seed"] == 9);
    CHECK(said["checkpoint"]["name"] == "model");
    const json other = parsed(runTvlt(
        {"reconstruct", "--session", file.string(), "--json", "--seed", "4", "--start", "0", "--duration", "2"}));
    CHECK(other["segment"]["start"] == 0.0);
    CHECK(other["mask"]["seed"] == 4);
    CHECK(other["mask"]["pixel_mask_ratio"] == 0.5);
    CHECK(parsed(runTvlt({"match", "--session", file.string(), "--json"}))["segment"]["start"] == 1.0);

    session.clip = {bench.folder / "gone.mp4"};
    saveSession(file, session);
    const ProgramRun gone = runTvlt({"reconstruct", "--session", file.string(), "--json"});
    CHECK(gone.exitCode == 1);
    CHECK(gone.err.find("gone.mp4") != std::string::npos);
    CHECK(runTvlt({"reconstruct", "--json"}).exitCode == 2); // neither clip nor session
}
