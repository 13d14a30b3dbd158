#include "tests/app/cli/program.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <filesystem>

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
