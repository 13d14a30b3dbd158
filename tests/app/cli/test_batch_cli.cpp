#include "core/base/file.h"
#include "core/batch/batch_folder.h"
#include "tests/app/cli/program.h"
#include "tests/core/analysis/support/tiny_checkpoint.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <sys/wait.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <thread>
#include <unistd.h>

using namespace tvlt;

namespace {

namespace fs = std::filesystem;

/// Drawn clips, two models, and folders for runs.
struct Bench {
    TempFolder folder;
    fs::path clips = folder / "clips";
    fs::path model = folder / "model";
    fs::path classifier = folder / "classifier";

    explicit Bench(int count = 4) {
        saveCheckpoint(*tinyCheckpoint(), model);
        saveCheckpoint(*tinyCheckpoint(TinyKind::Classification), classifier);
        const ProgramRun drawn = runTvlt({"synth", clips.string(), "--count", std::to_string(count), "--seconds", "1",
                                          "--size", "32", "--fps", "8", "--name", "clip", "--seed", "7"});
        CAPTURE(drawn.err);
        REQUIRE(drawn.exitCode == 0);
    }
    [[nodiscard]] std::vector<std::string> arguments(const fs::path& out, const std::vector<std::string>& more) const {
        std::vector<std::string> all{"batch", clips.string(), "-o", out.string(), "--checkpoint", model.string()};
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }
    [[nodiscard]] ProgramRun run(const std::string& out, const std::vector<std::string>& more = {}) const {
        return runTvlt(arguments(folder / out, more));
    }
    [[nodiscard]] std::string table(const std::string& out) const { return readTextFile(folder / out / "results.csv"); }
};

std::size_t filesIn(const fs::path& folder) {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

/// The environment of a task of a Slurm job array, as long as it lives.
class ArrayTask {
  public:
    ArrayTask(int id, int count) {
        ::setenv("SLURM_ARRAY_TASK_ID", std::to_string(id).c_str(), 1);
        ::setenv("SLURM_ARRAY_TASK_COUNT", std::to_string(count).c_str(), 1);
        ::setenv("SLURM_ARRAY_TASK_MIN", "0", 1);
        ::setenv("SLURM_ARRAY_TASK_MAX", std::to_string(count - 1).c_str(), 1);
        ::setenv("SLURM_ARRAY_TASK_STEP", "1", 1);
    }
    ~ArrayTask() {
        for (const char* name : {"ID", "COUNT", "MIN", "MAX", "STEP"})
            ::unsetenv((std::string("SLURM_ARRAY_TASK_") + name).c_str());
    }
    ArrayTask(const ArrayTask&) = delete;
    ArrayTask& operator=(const ArrayTask&) = delete;
};

/// Starts the program and kills it as soon as its ledger holds `clips` clips.
void killAfter(const std::vector<std::string>& arguments, const fs::path& ledger, std::size_t clips) {
    std::vector<char*> raw{const_cast<char*>(TVLT_PROGRAM)};
    for (const std::string& argument : arguments)
        raw.push_back(const_cast<char*>(argument.c_str()));
    raw.push_back(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
        ::execv(TVLT_PROGRAM, raw.data());
        ::_exit(127);
    }
    const auto finished = [&] {
        const auto open = fs::exists(ledger) ? Ledger::open(ledger) : nullptr;
        return open ? open->finished().size() : 0;
    };
    int status = 0;
    while (finished() < clips && ::waitpid(child, &status, WNOHANG) == 0)
        std::this_thread::yield();
    ::kill(child, SIGKILL);
    ::waitpid(child, &status, 0);
}

} // namespace

TEST_CASE("batch writes a table, arrays and figures of any number of clips") {
    const Bench bench(2);
    std::ofstream(bench.clips / "torn.mp4") << "no clip";
    const ProgramRun run =
        bench.run("out", {"--do", "reconstruct,sweep,classify,match", "--classifier", bench.classifier.string(),
                          "--ratios", "0.25,0.75", "--seeds", "1", "--reach", "0.5", "--step", "0.5", "--npz",
                          "--figures", "--figure-format", "svg"});
    CAPTURE(run.err);
    CHECK(run.exitCode == 1); // for the torn one
    CHECK_THAT(run.out, ContainsSubstring("3 clips, 1 with errors"));
    CHECK_THAT(run.err, ContainsSubstring("torn.mp4") && ContainsSubstring("clips/s"));
    const std::string table = bench.table("out");
    for (const char* row :
         {"clip-0001.mp4,reconstruct,pixel_loss,,", "clip-0000.mp4,sweep,audio_loss_over_pixel_mask_ratio,0.75,",
          "clip-0000.mp4,classify,class,", "clip-0001.mp4,match,sync_logit,0.5,", "torn.mp4,,,,,"})
        CHECK_THAT(table, ContainsSubstring(row));
    CHECK(filesIn(bench.folder / "out/npz") == 8);
    CHECK(filesIn(bench.folder / "out/figures") == 8);
    CHECK_THAT(readTextFile(bench.folder / "out/figures/00001-clip-0001.match.svg"), ContainsSubstring("</svg>"));
    const std::string figure = readTextFile(bench.folder / "out/figures/00000-clip-0000.sweep.svg");
    CHECK_THAT(figure, ContainsSubstring("sha256") && ContainsSubstring("--ratios"));
    CHECK_THAT(figure, !ContainsSubstring(bench.folder.path().string())); // where things lie is nobody's business
}

TEST_CASE("batch takes lists, and a clip that is gone is a row with its error") {
    const Bench bench(2);
    const fs::path list = bench.clips / "list.txt";
    std::ofstream(list) << "clip-0001.mp4\ngone.mp4\nclip-0001.mp4\n";
    const ProgramRun run =
        runTvlt({"batch", list.string(), "-o", (bench.folder / "out").string(), "--checkpoint", bench.model.string()});
    CHECK(run.exitCode == 1);
    CHECK_THAT(run.out, ContainsSubstring("2 clips, 1 with errors")); // the one that is named twice is one
    CHECK_THAT(bench.table("out"), ContainsSubstring("gone.mp4,,,,,"));
    const ProgramRun named =
        runTvlt({"batch", (bench.clips / "gone.mp4").string(), (bench.clips / "clip-0001.mp4").string(), "-o",
                 (bench.folder / "named").string(), "--checkpoint", bench.model.string()});
    CHECK_THAT(named.out, ContainsSubstring("2 clips, 1 with errors"));
    // Where nothing is there, that is all there is to say.
    CHECK(runTvlt({"batch", (bench.clips / "gone.mp4").string(), "-o", (bench.folder / "x").string()}).exitCode == 1);
    CHECK(runTvlt({"batch", bench.clips.string()}).exitCode == 2);
    CHECK(bench.run("x", {"--do", "dance"}).exitCode == 2);
}

TEST_CASE("a folder keeps one run: other options, clips or weights are refused, and named") {
    const Bench bench(2);
    REQUIRE(bench.run("out").exitCode == 0);
    CHECK_THAT(bench.run("out").err, ContainsSubstring("--resume"));
    const ProgramRun again = bench.run("out", {"--resume"});
    CHECK(again.exitCode == 0);
    CHECK_THAT(again.out, ContainsSubstring("2 clips"));
    CHECK_THAT(bench.run("out", {"--resume", "--seed", "3"}).err, ContainsSubstring("mask.seed is 3, was 0"));
    CHECK_THAT(bench.run("out", {"--resume", "--do", "match"}).err, ContainsSubstring("do.0 is \"match\""));
    fs::path other = bench.folder / "other";
    TvltConfig config = tinyConfig();
    config.hidden_size = 48;
    saveCheckpoint(*tinyCheckpoint(config, TinyKind::PreTraining), other);
    const ProgramRun weights = runTvlt({"batch", bench.clips.string(), "-o", (bench.folder / "out").string(),
                                        "--resume", "--checkpoint", other.string()});
    CHECK(weights.exitCode == 1);
    CHECK_THAT(weights.err, ContainsSubstring("checkpoint.weights is"));
    fs::remove(bench.clips / "clip-0001.mp4");
    CHECK_THAT(bench.run("out", {"--resume"}).err, ContainsSubstring("there are 1 clips, and there were 2"));
    CHECK_THAT(bench.run("out", {"--resume", "--do", "classify"}).err, ContainsSubstring("no classification head"));
}

TEST_CASE("a batch that is killed goes on where it was, to the same table") {
    const Bench bench(6);
    const std::vector<std::string> questions{"--do", "reconstruct,match", "--reach", "0.5", "--npz", "--threads", "2"};
    REQUIRE(bench.run("whole", questions).exitCode == 0);
    auto resumed = questions;
    resumed.insert(resumed.end(), {"--resume"});
    for (const std::size_t clips : {1, 3, 4})
        killAfter(bench.arguments(bench.folder / "out", resumed), bench.folder / "out/ledger.sqlite", clips);
    const ProgramRun last = bench.run("out", resumed);
    CAPTURE(last.err);
    CHECK(last.exitCode == 0);
    CHECK(bench.table("out") == bench.table("whole"));
    CHECK(filesIn(bench.folder / "out/npz") == 12);
}

TEST_CASE("clips with errors are asked again where that is wished") {
    const Bench bench(1);
    std::ofstream(bench.clips / "torn.mp4") << "no clip";
    CHECK(bench.run("out").exitCode == 1);
    fs::copy_file(bench.clips / "clip.mp4", bench.clips / "torn.mp4", fs::copy_options::overwrite_existing);
    CHECK(bench.run("out", {"--resume"}).exitCode == 1);
    CHECK(bench.run("out", {"--resume", "--retry-failed"}).exitCode == 0);
    CHECK_THAT(bench.table("out"), ContainsSubstring("torn.mp4,reconstruct,pixel_loss"));
}

TEST_CASE("tasks of a job array are shards, and their merged table is that of one run") {
    const Bench bench(5);
    REQUIRE(bench.run("one").exitCode == 0);
    const fs::path merged = bench.folder / "merged.csv", out = bench.folder / "out";
    for (const int id : {2, 0}) {
        const ArrayTask task(id, 3);
        const ProgramRun run = bench.run("out", {"--resume"});
        CAPTURE(run.err);
        CHECK(run.exitCode == 0);
        CHECK_THAT(run.out, ContainsSubstring("of shard " + std::to_string(id + 1) + "/3"));
    }
    const ProgramRun lost = runTvlt({"merge", out.string(), "-o", merged.string()});
    CHECK(lost.exitCode == 1);
    CHECK_THAT(lost.err, ContainsSubstring("shard 2/3 is missing: 2 of 5 clips"));
    CHECK_THAT(bench.run("out", {"--resume"}).err, ContainsSubstring("3 parts")); // no task of the array
    REQUIRE(bench.run("out", {"--resume", "--shard", "2/3"}).exitCode == 0);
    REQUIRE(bench.run("again", {"--shard", "3/3"}).exitCode == 0); // a task that ran twice
    for (const auto& folders : {std::vector{out}, {out, bench.folder / "again"}, {bench.folder / "again", out}}) {
        std::vector<std::string> arguments{"merge", "-o", merged.string()};
        for (const fs::path& folder : folders)
            arguments.push_back(folder.string());
        const ProgramRun run = runTvlt(arguments);
        CAPTURE(run.err);
        CHECK(run.exitCode == 0);
        CHECK_THAT(run.out, ContainsSubstring("5 of 5 clips"));
        CHECK(readTextFile(merged) == bench.table("one"));
    }
    REQUIRE(bench.run("else", {"--seed", "4"}).exitCode == 0);
    const ProgramRun mixed = runTvlt({"merge", out.string(), (bench.folder / "else").string(), "-o", merged.string()});
    CHECK(mixed.exitCode == 1);
    CHECK_THAT(mixed.err, ContainsSubstring("mask.seed is 4, was 0"));
    CHECK(runTvlt({"merge", bench.clips.string(), "-o", merged.string()}).exitCode == 1);
}
