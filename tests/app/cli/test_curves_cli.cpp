#include "core/base/file.h"
#include "tests/app/cli/program.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <filesystem>

using namespace tvlt;

TEST_CASE("curves draws a run by its folder or its log, and refuses what is no log in one line") {
    const TempFolder folder;
    const std::filesystem::path run = folder / "shapes";
    std::filesystem::create_directory(run);
    writeFileAtomically(run / "log.csv", "step,clips,task_loss,validation_task_loss\n1,4,0.9,\n2,8,0.7,0.8\n3,12,0.");
    const std::string picture = (folder / "curves.svg").string();
    for (const auto& subject : {run, run / "log.csv"}) {
        std::filesystem::remove(picture);
        const ProgramRun drawn = runTvlt({"curves", subject.string(), "-o", picture});
        CAPTURE(drawn.err);
        CHECK(drawn.exitCode == 0);
        CHECK(drawn.err.empty());
        CHECK_THAT(readTextFile(picture), ContainsSubstring(">Training run shapes<"));
    }
    CHECK(runTvlt({"curves", run.string()}).exitCode == 2);
    writeFileAtomically(run / "log.csv", "step,clips,task_loss\n1,4,0.9\n2,8,much\n");
    const ProgramRun damaged = runTvlt({"curves", run.string(), "-o", picture});
    CHECK(damaged.exitCode == 1);
    CHECK_THAT(damaged.err, ContainsSubstring("line 3: 'much' in column task_loss is no number"));
    CHECK(runTvlt({"curves", folder.path().string(), "-o", picture}).exitCode == 1);
}
