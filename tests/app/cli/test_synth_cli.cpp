#include "tests/app/cli/program.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <filesystem>

using namespace tvlt;

TEST_CASE("synth says what it wrote, and replaces nothing unless it is told to") {
    const TempFolder folder;
    const std::string list = (folder / "list.csv").string();
    std::vector<std::string> command{
        "synth", folder.path().string(), "--count", "2", "--seconds", "0.4", "--size", "32", "--list", list};
    const ProgramRun first = runTvlt(command);
    CAPTURE(first.err);
    REQUIRE(first.exitCode == 0);
    CHECK_THAT(first.out, ContainsSubstring("wrote 2 clips") && ContainsSubstring("shapes-0001.mp4") &&
                              ContainsSubstring("list.csv"));
    const ProgramRun again = runTvlt(command);
    CHECK(again.exitCode == 1);
    CHECK_THAT(again.err, ContainsSubstring("is there already") && ContainsSubstring("--overwrite"));
    std::filesystem::remove(folder / "shapes-0000.mp4");
    std::filesystem::remove(folder / "shapes-0001.mp4");
    CHECK_THAT(runTvlt(command).err, ContainsSubstring("list.csv")); // the labels alone are worth keeping, too
    CHECK_FALSE(std::filesystem::exists(folder / "shapes-0000.mp4"));
    command.push_back("--overwrite");
    CHECK(runTvlt(command).exitCode == 0);
}
