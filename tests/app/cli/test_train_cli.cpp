#include "core/base/file_lock.h"
#include "tests/app/cli/program.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <thread>

using namespace tvlt;

namespace {

ProgramRun trainBriefly(const std::filesystem::path& out, std::vector<std::string> more) {
    std::vector<std::string> arguments{"train",   out.string(), "--data",   "synth:1", "--steps",   "1",
                                       "--batch", "2",          "--device", "cpu",     "--threads", "1"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return runTvlt(arguments);
}

} // namespace

TEST_CASE("the end of a run names the checkpoints that are there, and none that is not") {
    const TempFolder folder;
    const ProgramRun bare = trainBriefly(folder / "bare", {});
    CAPTURE(bare.err);
    REQUIRE(bare.exitCode == 0);
    CHECK_THAT(bare.err, ContainsSubstring("The checkpoint is in " + (folder / "bare/last").string()));
    CHECK_THAT(bare.err, ContainsSubstring("nothing was validated"));
    CHECK(std::filesystem::exists(folder / "bare/last"));
    CHECK_FALSE(std::filesystem::exists(folder / "bare/best"));
    const ProgramRun validated = trainBriefly(folder / "validated", {"--validation", "synth:9:2"});
    REQUIRE(validated.exitCode == 0);
    CHECK_THAT(validated.err, ContainsSubstring("The best checkpoint, of step 1, is in"));
    CHECK_THAT(validated.err, ContainsSubstring("The last one is in"));
    CHECK(std::filesystem::exists(folder / "validated/best"));
}

TEST_CASE("a run that is refused names the option as it is given and leaves no folder") {
    const TempFolder folder;
    const ProgramRun run = trainBriefly(folder / "none", {"--accumulate", "0"});
    CHECK(run.exitCode == 1);
    CHECK(run.err == "tvlt: --accumulate must be at least 1, not 0\n");
    CHECK_FALSE(std::filesystem::exists(folder / "none"));
    std::filesystem::create_directory(folder / "mine");
    CHECK(trainBriefly(folder / "mine", {"--accumulate", "0"}).exitCode == 1);
    CHECK(std::filesystem::exists(folder / "mine"));
}

TEST_CASE("a run waits for another one in its folder, and says so") {
    const TempFolder folder;
    std::filesystem::create_directory(folder / "run");
    bool told = false;
    // As long as a busy machine takes to start the program.
    for (int seconds = 1; !told && seconds < 60; seconds *= 4) {
        std::optional<FileLock> other(std::in_place, folder / "run", Job{}, "");
        const std::jthread ending([&] {
            std::this_thread::sleep_for(std::chrono::seconds(seconds));
            other.reset();
        });
        const ProgramRun run = trainBriefly(folder / "run", {"--overwrite"});
        CHECK(run.exitCode == 0);
        told = run.err.find("waiting for another run in " + (folder / "run").string()) != std::string::npos;
    }
    CHECK(told);
}

TEST_CASE("options that change nothing in a run are told") {
    const TempFolder folder;
    const ProgramRun run = trainBriefly(folder / "run", {"--task", "classification", "--audio-mask-type", "patch-level",
                                                         "--label-column", "kind", "--patience", "3"});
    REQUIRE(run.exitCode == 0);
    for (const char* option : {"--audio-mask-type", "--label-column", "--patience"})
        CHECK_THAT(run.err, ContainsSubstring(std::string("note: ") + option + " has no effect"));
    CHECK_THAT(run.err, !ContainsSubstring("--batch has"));
}
