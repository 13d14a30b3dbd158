#include "core/media/probe.h"
#include "core/media/sound.h"
#include "tests/app/cli/program.h"
#include "tests/core/analysis/support/small_clip.h"
#include "tests/core/analysis/support/tiny_checkpoint.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <algorithm>

using namespace tvlt;

namespace {

namespace fs = std::filesystem;

struct Bench {
    TempFolder folder;
    SmallClip clip = makeSmallClip(folder.path());
    fs::path model = folder / "model";

    Bench() { saveCheckpoint(*tinyCheckpoint(), model); }

    [[nodiscard]] ProgramRun movie(std::vector<std::string> more) const {
        std::vector<std::string> arguments{"movie"};
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

TEST_CASE("a movie lasts as long as the segment and has its sound") {
    const Bench bench;
    const fs::path out = bench.folder / "beside.mp4";
    REQUIRE(bench.movie({"-o", out.string(), "--width", "480", "--fps", "10", "--duration", "2"}).exitCode == 0);
    const ClipInfo movie = probe({{out}, {}, 1.0});
    REQUIRE(movie.video);
    REQUIRE(movie.audio);
    CHECK(movie.video->width == 480);
    CHECK(movie.duration == Approx(2.0).margin(0.15));
    const Sound sound = readSound(movie, {0.2, 1.0}, 16000);
    const auto loudest = std::max_element(sound.samples.begin(), sound.samples.end());
    REQUIRE(loudest != sound.samples.end());
    CHECK(*loudest > 0.01F);
}

TEST_CASE("a movie with a spectrogram's sound is made too, and wrong wishes are refused") {
    const Bench bench;
    const fs::path out = bench.folder / "beside.mkv";
    CHECK(bench.movie({"-o", out.string(), "--width", "480", "--fps", "5", "--duration", "1", "--sound", "pasted"})
              .exitCode == 0);
    CHECK(probe({{out}, {}, 1.0}).audio);
    CHECK(bench.movie({"-o", (bench.folder / "a.gif").string()}).exitCode == 2);
    CHECK(bench.movie({"-o", out.string(), "--width", "20"}).exitCode == 2);
    CHECK(bench.movie({"-o", out.string(), "--fps", "0"}).exitCode == 2);
}
