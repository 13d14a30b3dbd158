#include "core/base/file.h"
#include "tests/app/cli/program.h"
#include "tests/core/analysis/support/small_clip.h"
#include "tests/core/analysis/support/tiny_checkpoint.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstring>

using namespace tvlt;
using nlohmann::json;

namespace {

namespace fs = std::filesystem;

struct Bench {
    TempFolder folder;
    SmallClip clip = makeSmallClip(folder.path(), 2, 2.0);
    fs::path model = folder / "model";
    fs::path classifier = folder / "classifier";

    Bench() {
        saveCheckpoint(*tinyCheckpoint(), model);
        saveCheckpoint(*tinyCheckpoint(TinyKind::Classification), classifier);
    }
    [[nodiscard]] ProgramRun run(const char* command, const std::vector<std::string>& more) const {
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

/// `count` floats of one array of an .npz, whose members are stored as they are.
std::vector<float> floatsOf(const fs::path& npz, const std::string& name, std::size_t count) {
    const std::string archive = readTextFile(npz);
    const std::size_t start = archive.find("\x93NUMPY", archive.find(name + ".npy"));
    REQUIRE(start != std::string::npos);
    const auto byte = [&](std::size_t at) { return static_cast<std::size_t>(static_cast<unsigned char>(archive[at])); };
    const std::size_t data = start + 10 + byte(start + 8) + 256 * byte(start + 9);
    REQUIRE(archive.size() >= data + count * sizeof(float));
    std::vector<float> values(count);
    std::memcpy(values.data(), archive.data() + data, count * sizeof(float));
    return values;
}

} // namespace

TEST_CASE("attention writes a figure, arrays, a table and JSON that agree") {
    const Bench bench;
    const fs::path npz = bench.folder / "a.npz", csv = bench.folder / "a.csv", figure = bench.folder / "a.svg";
    const ProgramRun run =
        bench.run("attention", {"--json", "--npz", npz.string(), "--csv", csv.string(), "-o", figure.string(),
                                "--token", "pixel:1,2,3", "--layer", "1", "--head", "2", "--top", "7"});
    CAPTURE(run.err);
    REQUIRE(run.exitCode == 0);
    const json said = json::parse(run.out);
    const json& map = said["maps"].at(0);
    CHECK(map["token"] == "pixel:1,2,3");
    CHECK(map["layer"] == 1);
    CHECK(map["head"] == 2);
    CHECK(map["direction"] == "from");
    REQUIRE(map["largest"].size() == 7);
    const json& sums = map["sums"];
    CHECK(sums["video"].get<double>() + sums["audio"].get<double>() + sums["cls"].get<double>() +
              sums["padding"].get<double>() ==
          Approx(1.0).margin(1e-5));
    REQUIRE(said["overview"].size() == 3);
    REQUIRE(said["overview"][0].size() == 4);
    const json& shares = said["overview"][1][2]["shares"];
    CHECK(shares["video_to_video"].get<double>() + shares["video_to_audio"].get<double>() +
              shares["video_to_cls"].get<double>() ==
          Approx(1.0).margin(1e-5));

    const auto pixel = floatsOf(npz, "pixel_map", 2 * 16);
    const std::string table = readTextFile(csv);
    CHECK(said["patches"]["frames"] == 2);
    const auto audio = floatsOf(npz, "audio_map", said["patches"]["steps"].get<std::size_t>() * 4);
    for (const json& target : map["largest"]) {
        if (target.contains("frame"))
            CHECK(pixel[std::size_t(target["frame"].get<int>() * 16 + target["row"].get<int>() * 4 +
                                    target["column"].get<int>())] == Approx(target["value"].get<double>()));
        else if (target.contains("step"))
            CHECK(audio[std::size_t(target["step"].get<int>() * 4 + target["band"].get<int>())] ==
                  Approx(target["value"].get<double>()));
    }
    const auto real = std::size_t(std::count_if(audio.begin(), audio.end(), [](float v) { return v == v; }));
    CHECK(std::size_t(std::count(table.begin(), table.end(), '\n')) == 1 + 1 + pixel.size() + real);
    CHECK_THAT(readTextFile(figure), ContainsSubstring("from pixel:1,2,3"));
}

TEST_CASE("attention rolls out, explains and looks at decoders and columns") {
    const Bench bench;
    const auto ask = [&](std::vector<std::string> more) {
        more.push_back("--json");
        const ProgramRun run = bench.run("attention", more);
        CAPTURE(run.err);
        REQUIRE(run.exitCode == 0);
        return json::parse(run.out)["maps"].at(0);
    };
    const json rollout = ask({"--rollout", "min", "--discard", "0.5", "--first-layer", "1"});
    CHECK(rollout["quantity"] == "rollout");
    CHECK(rollout["token"] == "cls");
    CHECK(rollout["rollout"]["fusion"] == "min");
    const json relevance = ask({"--relevance", "--classifier", bench.classifier.string(), "--class", "Sad"});
    CHECK(relevance["output"] == "Sad");
    CHECK(ask({"--relevance"})["output"] == "picture and sound belong together");
    const json decoder = ask({"--of", "audio-decoder", "--column"});
    CHECK(decoder["direction"] == "to");
    CHECK_THAT(decoder["token"].get<std::string>(), ContainsSubstring("audio:"));
    CHECK(ask({"--of", "pixel-decoder"})["sums"]["video"].get<double>() == Approx(1.0).margin(1e-5));
}

TEST_CASE("attention refuses what is not there in one line") {
    const Bench bench;
    for (const auto& more : std::vector<std::vector<std::string>>{
             {"--head", "several"}, {"--discard", "0.5"}, {"--of", "decoder"}, {"--rollout", "mean", "--relevance"}})
        CHECK(bench.run("attention", more).exitCode == 2);
    const auto fails = [&](const std::vector<std::string>& more, const std::string& words) {
        const ProgramRun run = bench.run("attention", more);
        CHECK(run.exitCode == 1);
        CHECK(run.out.empty());
        CHECK_THAT(run.err, ContainsSubstring(words));
    };
    fails({"--layer", "9"}, "no layer 9");
    fails({"--head", "9"}, "no head 9");
    fails({"--token", "pixel:7,0,0"}, "no frame 7");
    fails({"--token", "the middle"}, "names no token");
    fails({"--of", "pixel-decoder", "--token", "cls"}, "cls is not in the sequence");
    fails({"--relevance", "--class", "Sad"}, "no classifier");
    fails({"-o", (bench.folder / "none" / "a.png").string()}, "no such folder");
}

TEST_CASE("hidden writes similarity, norms and components") {
    const Bench bench;
    const fs::path npz = bench.folder / "h.npz", figure = bench.folder / "h.png";
    const ProgramRun run = bench.run(
        "hidden", {"--json", "--npz", npz.string(), "-o", figure.string(), "--token", "audio:2,1", "--layer", "0"});
    CAPTURE(run.err);
    REQUIRE(run.exitCode == 0);
    const json map = json::parse(run.out)["maps"].at(0);
    CHECK(map["state"] == 0);
    CHECK(map["largest"][0]["token"] == "audio:2,1"); // nothing is more like itself
    CHECK(map["largest"][0]["value"].get<double>() == Approx(1.0).margin(1e-5));
    CHECK(floatsOf(npz, "audio_map", 12)[2 * 4 + 1] == Approx(1.0).margin(1e-5));
    CHECK(fs::file_size(figure) > 1000);

    const json components =
        json::parse(bench.run("hidden", {"--json", "--show", "components", "--npz", npz.string()}).out)["maps"].at(0);
    REQUIRE(components["explained_variance"].size() == 3);
    const auto pixel = floatsOf(npz, "pixel_map", 3 * 2 * 16);
    CHECK(std::vector(pixel.begin(), pixel.begin() + 32) != std::vector(pixel.begin() + 32, pixel.begin() + 64));
    CHECK(bench.run("hidden", {"--show", "norms"}).exitCode == 0);
    CHECK(bench.run("hidden", {"--show", "attention"}).exitCode == 2);
}
