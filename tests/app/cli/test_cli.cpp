#include "app/cli/interrupt.h"
#include "core/base/file.h"
#include "core/media/probe.h"
#include "core/media/sound.h"
#include "tests/app/cli/program.h"
#include "tests/core/analysis/support/small_clip.h"
#include "tests/core/analysis/support/tiny_checkpoint.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <nlohmann/json.hpp>

#include <csignal>
#include <thread>
#include <unistd.h>

using namespace tvlt;
using nlohmann::json;

namespace {

namespace fs = std::filesystem;

struct Bench {
    TempFolder folder;
    SmallClip clip = makeSmallClip(folder.path());
    fs::path model = folder / "model";

    Bench() {
        fs::create_directory(model);
        saveCheckpoint(*tinyCheckpoint(), model);
    }
    /// reconstruct with all images, their sound and the model, then `more`.
    [[nodiscard]] ProgramRun reconstruct(std::vector<std::string> more) const {
        std::vector<std::string> arguments{"reconstruct"};
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

TEST_CASE("help and version are fine, wrong usage is exit code 2") {
    CHECK(runTvlt({"--help"}).exitCode == 0);
    CHECK(runTvlt({"reconstruct", "--help"}).exitCode == 0);
    CHECK_THAT(runTvlt({"--version"}).out, ContainsSubstring("tvlt "));
    const std::vector<std::vector<std::string>> wrong{
        {},
        {"dance"},
        {"reconstruct"},
        {"reconstruct", "a.mp4", "-o", "a.jpg"},
        {"reconstruct", "a.mp4", "--json", "--pixel-mask-ratio", "1.5"},
        {"reconstruct", "a.mp4", "--json", "--audio-mask-ratio", "-0.1"},
        {"reconstruct", "a.mp4", "--json", "--audio-mask-type", "both"},
        {"reconstruct", "a.mp4", "--json", "--dtype", "f64"},
        {"reconstruct", "a.mp4", "--json", "--device", "cuda:x"},
        {"reconstruct", "a.mp4", "--json", "--frames", "0"},
        {"reconstruct", "a.mp4", "--json", "--duration", "0"},
        {"reconstruct", "a.mp4", "--json", "--start", "-1"},
        {"reconstruct", "a.mp4", "--json", "--recipe", "mine"},
    };
    for (const auto& arguments : wrong) {
        const ProgramRun run = runTvlt(arguments);
        CAPTURE(arguments);
        CHECK(run.exitCode == 2);
        CHECK_THAT(run.err, ContainsSubstring("tvlt: "));
        CHECK(run.out.empty());
    }
}

TEST_CASE("info says what the program runs on, what a clip holds and what a checkpoint is") {
    const Bench bench;
    const json runtime = json::parse(runTvlt({"info", "--json"}).out);
    CHECK(runtime["libtorch"].is_string());
    CHECK(runtime["devices"][0]["name"].is_string());
    const json clip = json::parse(runTvlt({"info", bench.clip.sound.string(), "--json"}).out);
    CHECK(clip["audio"]["sample_rate"] == 16000);
    CHECK(clip["video"].is_null());
    CHECK(clip["duration"].get<double>() == Approx(4.0));
    const json model = json::parse(runTvlt({"info", bench.model.string(), "--json"}).out);
    CHECK(model["has_mae"] == true);
    CHECK(model["missing"].empty());
    CHECK(model["architecture"] == "TvltForPreTraining");
    const std::string told = runTvlt({"info", bench.model.string()}).out;
    CHECK_THAT(told, ContainsSubstring("TvltForPreTraining"));
    const json& config = model["config"];
    CHECK(config["pixel_mask_ratio"].get<double>() > 0.0);
    char ratio[32];
    std::snprintf(ratio, sizeof ratio, "picture %g, sound", config["pixel_mask_ratio"].get<double>());
    CHECK_THAT(told, ContainsSubstring(ratio));
    CHECK_THAT(told, ContainsSubstring(std::to_string(config["num_hidden_layers"].get<int>()) + " layers, " +
                                       std::to_string(config["hidden_size"].get<int>()) + " wide"));
    CHECK_THAT(runTvlt({"info", bench.clip.sound.string()}).out, ContainsSubstring("16000 Hz"));
    CHECK(runTvlt({"info", (bench.folder / "nowhere").string()}).exitCode == 1);
}

TEST_CASE("reconstruct writes a figure, arrays and metrics that agree") {
    const Bench bench;
    const fs::path svg = bench.folder / "figure.svg";
    const fs::path png = bench.folder / "figure.PNG";
    const fs::path npz = bench.folder / "arrays.npz";
    const ProgramRun run = bench.reconstruct({"-o", svg.string(), "-o", png.string(), "--npz", npz.string(), "--json",
                                              "--seed", "5", "--pixel-mask-ratio", "0.5", "--audio-mask-type",
                                              "patch-level", "--frames", "2", "--start", "1"});
    CAPTURE(run.err);
    REQUIRE(run.exitCode == 0);
    CHECK_THAT(readTextFile(svg), ContainsSubstring("<svg"));
    CHECK(readTextFile(png, 64U << 20U).substr(1, 3) == "PNG");
    CHECK(readTextFile(npz, 64U << 20U).substr(0, 2) == "PK");
    const json metrics = json::parse(run.out);
    CHECK(metrics["mask"]["seed"] == 5);
    CHECK(metrics["mask"]["audio_mask_type"] == "patch-level");
    CHECK(metrics["mask"]["pixel_patches"] == 32);
    CHECK(metrics["mask"]["pixel_patches_hidden"] == 16);
    CHECK(metrics["segment"]["start"] == 1.0);
    CHECK(metrics["pixel"]["masked"]["patches"] == 16);
    CHECK(metrics["pixel"]["masked"]["mse"].get<double>() ==
          Approx(metrics["pixel"]["loss"].get<double>()).epsilon(1e-5));
    CHECK(metrics["loss"].get<double>() ==
          Approx(metrics["pixel"]["loss"].get<double>() + metrics["audio"]["loss"].get<double>()));
}

TEST_CASE("the same command gives the same numbers") {
    const Bench bench;
    const auto numbers = [&] {
        json metrics = json::parse(bench.reconstruct({"--json"}).out);
        metrics.erase("seconds");
        return metrics;
    };
    CHECK(numbers() == numbers());
}

TEST_CASE("without a checkpoint the model is named as untrained, unless a demo model is installed") {
    const Bench bench;
    const ProgramRun run = runTvlt({"reconstruct", bench.clip.images[0].string(), "--json"});
    REQUIRE(run.exitCode == 0);
    const std::string label = json::parse(run.out)["checkpoint"]["label"];
    CHECK_FALSE(label.empty());
    if (label.find("untrained") != std::string::npos)
        CHECK_THAT(run.err, ContainsSubstring("UNTRAINED"));
}

TEST_CASE("a GPU that is not there, a folder that is not there and a segment past the end fail with exit code 1") {
    const Bench bench;
    CHECK(bench.reconstruct({"--json", "--device", "cuda:99"}).exitCode == 1);
    const ProgramRun nowhere = bench.reconstruct({"-o", (bench.folder / "no/such/figure.svg").string()});
    CHECK(nowhere.exitCode == 1);
    CHECK_THAT(nowhere.err, ContainsSubstring("no such folder"));
    const ProgramRun late = bench.reconstruct({"--json", "--start", "100"});
    CHECK(late.exitCode == 1);
    CHECK_THAT(late.err, ContainsSubstring("past the end"));
}

TEST_CASE("a checkpoint without an MAE decoder cannot reconstruct, and that is said") {
    const Bench bench;
    saveCheckpoint(*tinyCheckpoint(TinyKind::Classification), bench.model);
    const ProgramRun run = bench.reconstruct({"--json"});
    CHECK(run.exitCode == 1);
    CHECK_THAT(run.err, ContainsSubstring("MAE"));
}

TEST_CASE("a regression is told by names and values, in text, JSON and arrays") {
    const Bench bench;
    TvltConfig config = tinyConfig(TinyKind::Regression);
    config.id2label = {"mood", "tempo"};
    const std::string values = (bench.folder / "values").string();
    saveCheckpoint(*tinyCheckpoint(config, TinyKind::Regression), values);
    const std::string npz = (bench.folder / "a.npz").string();
    const ProgramRun text = bench.reconstruct({"--classifier", values, "--npz", npz});
    CAPTURE(text.err);
    REQUIRE(text.exitCode == 0);
    CHECK_THAT(text.out, ContainsSubstring("value   mood"));
    CHECK_THAT(text.out, ContainsSubstring("value   tempo"));
    CHECK_THAT(text.out, !ContainsSubstring("class "));
    CHECK_THAT(readTextFile(npz), ContainsSubstring("regression_labels"));
    const json metrics = json::parse(bench.reconstruct({"--classifier", values, "--json"}).out);
    CHECK(metrics["classes"].empty());
    REQUIRE(metrics["regression"].size() == 2);
    CHECK(metrics["regression"][1]["label"] == "tempo");
    CHECK(metrics["regression"][1]["value"].is_number());
    const ProgramRun info = runTvlt({"info", values});
    CHECK_THAT(info.out, ContainsSubstring("predict values (regression)"));
    CHECK_THAT(info.out, !ContainsSubstring("classify"));
}

TEST_CASE("Ctrl-C becomes a request to stop") {
    const Interrupt interrupt;
    CHECK_FALSE(interrupt.token().stop_requested());
    ::kill(::getpid(), SIGINT);
    while (!interrupt.token().stop_requested())
        std::this_thread::yield();
    CHECK(interrupt.token().stop_requested());
}

TEST_CASE("a value that an option does not take is named, in one short line, with exit code 2") {
    const std::vector<std::vector<std::string>> wrong{{"--frames", "0"},           {"--start", "-1"},
                                                      {"--start", "nan"},          {"--duration", "inf"},
                                                      {"--duration", "0"},         {"--pixel-mask-ratio", "nan"},
                                                      {"--audio-mask-ratio", "2"}, {"--device", "gpu"}};
    for (const auto& option : wrong) {
        const ProgramRun run = runTvlt({"reconstruct", "clip.mp4", "--json", option[0], option[1]});
        CAPTURE(option[0], run.err);
        CHECK(run.exitCode == 2);
        CHECK_THAT(run.err, ContainsSubstring(option[0]) && ContainsSubstring(option[1]));
        CHECK(run.err.size() < 160);
    }
    CHECK(runTvlt({"parity", ".", "--device", "gpu"}).exitCode == 2);
}

TEST_CASE("a place that results cannot go to is refused before the work begins") {
    TempFolder folder;
    const auto figure = folder / "figure.png";
    std::filesystem::create_directory(figure);
    const ProgramRun run = runTvlt({"reconstruct", (folder / "no-clip.mp4").string(), "-o", figure.string()});
    CHECK(run.exitCode == 1);
    CHECK_THAT(run.err, ContainsSubstring("figure.png: is a folder"));
}

TEST_CASE("reconstruct uses a saved mask, and options override what it says") {
    const Bench bench;
    const auto maskFrom = [&](std::vector<std::string> more) {
        more.push_back("--json");
        const ProgramRun run = bench.reconstruct(more);
        REQUIRE(run.exitCode == 0);
        return json::parse(run.out)["mask"];
    };
    const std::string path = (bench.folder / "mask.json").string();
    json file = {{"format", "tvlt-mask"},
                 {"version", 1},
                 {"pixel_mask_ratio", 0.25},
                 {"audio_mask_ratio", 0.0},
                 {"seed", 9},
                 {"layout",
                  {{"frames", 1},
                   {"patch_rows", 1},
                   {"patch_columns", 2},
                   {"patch_height", 16},
                   {"patch_width", 16},
                   {"time_steps", 0},
                   {"bands", 0},
                   {"spectrogram_columns_per_patch", 16},
                   {"mels_per_patch", 16}}},
                 {"pixel_pins", {{"hidden", {1}}}}};
    writeFileAtomically(path, file.dump());
    const json used = maskFrom({"--mask", path});
    CHECK(used["pixel_mask_ratio"] == 0.25);
    CHECK(used["seed"] == 9);
    // The right half of each frame is hidden by hand, a quarter of the left half by the ratio.
    const int patches = used["pixel_patches"];
    CHECK(used["pixel_patches_pinned"] == patches / 2);
    CHECK(used["pixel_patches_hidden"] == patches / 2 + patches / 2 - int(patches / 2 * 0.75));
    CHECK(used["audio_patches_hidden"] == 0);
    CHECK(maskFrom({"--mask", path, "--pixel-mask-ratio", "1"})["pixel_patches_hidden"] == patches);

    file["pixel_pins"]["hidden"] = {2};
    writeFileAtomically(path, file.dump());
    const ProgramRun run = bench.reconstruct({"--mask", path, "--json"});
    CHECK(run.exitCode == 1);
    CHECK_THAT(run.err, ContainsSubstring("pixel_pins"));
}

TEST_CASE("presets are masks that ask a question") {
    const Bench bench;
    const auto maskFrom = [&](const std::string& preset) {
        const ProgramRun run = bench.reconstruct({"--mask-preset", preset, "--json"});
        REQUIRE(run.exitCode == 0);
        return json::parse(run.out)["mask"];
    };
    const json picture = maskFrom("picture-from-sound");
    CHECK(picture["pixel_patches_hidden"] == picture["pixel_patches"]);
    CHECK(picture["audio_patches_hidden"] == 0);
    const json sound = maskFrom("sound-from-picture");
    CHECK(sound["pixel_patches_hidden"] == 0);
    CHECK(sound["audio_patches_hidden"] == sound["audio_patches"]);
    // An error of nothing is none, not 0.
    const ProgramRun heard = bench.reconstruct({"--mask-preset", "sound-from-picture", "--json"});
    CHECK(json::parse(heard.out)["pixel"]["loss"].is_null());
    CHECK(json::parse(heard.out)["audio"]["loss"].is_number());
    CHECK_THAT(bench.reconstruct({"--mask-preset", "sound-from-picture"}).out, ContainsSubstring("nothing is hidden"));
    const json future = maskFrom("future-from-past");
    CHECK(future["pixel_patches_pinned"] == future["pixel_patches"]);
    CHECK(future["pixel_patches_hidden"] > 0);
    CHECK(bench.reconstruct({"--mask-preset", "past-from-future", "--json"}).exitCode == 2);
}

TEST_CASE("play writes a spectrogram as sound, and silence where it was hidden") {
    const Bench bench;
    const std::string path = (bench.folder / "heard.wav").string();
    const auto play = [&](std::vector<std::string> more) {
        std::vector<std::string> arguments{"play"};
        for (const auto& image : bench.clip.images)
            arguments.push_back(image.string());
        for (const auto& text : {std::string("--audio"), bench.clip.sound.string(), std::string("--checkpoint"),
                                 bench.model.string(), std::string("--wav"), path})
            arguments.push_back(text);
        arguments.insert(arguments.end(), more.begin(), more.end());
        return runTvlt(arguments);
    };
    const auto loudness = [&] {
        const ClipInfo clip = probe({{path}, {}, 1.0});
        double sum = 0.0;
        const auto sound = readSound(clip, {0.0, clip.duration}, clip.audio->sampleRate);
        for (const float sample : sound.samples)
            sum += static_cast<double>(sample) * static_cast<double>(sample);
        CHECK(sound.samples.size() > 1000);
        return sum / static_cast<double>(sound.samples.size());
    };
    REQUIRE(play({"--sound", "original"}).exitCode == 0);
    const double whole = loudness();
    CHECK(whole > 1e-6);
    const ProgramRun masked = play({"--sound", "masked", "--audio-mask-ratio", "1"});
    REQUIRE(masked.exitCode == 0);
    CHECK_THAT(masked.out, ContainsSubstring("phase is estimated"));
    CHECK(loudness() < 1e-6 * whole);
    REQUIRE(play({"--sound", "reconstruction"}).exitCode == 0);
    CHECK(play({"--sound", "loud"}).exitCode == 2);
    CHECK(runTvlt({"play", "a.mp4", "--wav", "a.mp3"}).exitCode == 2);
}

TEST_CASE("borrowed statistics are said, and change no number") {
    const Bench bench;
    const json plain = json::parse(bench.reconstruct({"--json"}).out);
    const ProgramRun run = bench.reconstruct({"--json", "--borrow-statistics"});
    const json borrowed = json::parse(run.out);
    CHECK(plain["borrowed_statistics"] == false);
    CHECK(borrowed["borrowed_statistics"] == true);
    CHECK(borrowed["pixel"] == plain["pixel"]);
    CHECK_THAT(run.err, ContainsSubstring("borrowed from the clip"));
}
