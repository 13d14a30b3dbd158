#include "core/base/file.h"
#include "core/checkpoint/checkpoint.h"
#include "tests/app/cli/program.h"
#include "tests/core/analysis/support/tiny_checkpoint.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

using namespace tvlt;

namespace fs = std::filesystem;

TEST_CASE("tvlt convert writes what it is asked for and says what it was") {
    const TempFolder folder;
    const std::string model = (folder / "model").string();
    saveCheckpoint(*tinyCheckpoint(), model);

    const ProgramRun half = runTvlt({"convert", model, (folder / "half").string(), "--dtype", "f16"});
    INFO(half.err);
    CHECK(half.exitCode == 0);
    CHECK_THAT(half.out, ContainsSubstring("parameters, f16"));
    CHECK(loadCheckpoint((folder / "half").string())->report.dtype == "F16");

    const ProgramRun authors = runTvlt({"convert", (folder / "half").string(), (folder / "a.ckpt").string()});
    INFO(authors.err);
    CHECK(authors.exitCode == 0);
    CHECK_THAT(authors.err, ContainsSubstring("tvlt: note: "));
    CHECK(loadCheckpoint((folder / "a.ckpt").string())->report.original);

    const ProgramRun named =
        runTvlt({"convert", model, (folder / "weights").string(), "--format", "safetensors", "--dtype", "bf16"});
    CHECK(named.exitCode == 0);
    CHECK(fs::is_regular_file(folder / "weights"));
}

TEST_CASE("tvlt convert refuses what is no format, and what is there already") {
    const TempFolder folder;
    const std::string model = (folder / "model").string();
    saveCheckpoint(*tinyCheckpoint(), model);
    CHECK(runTvlt({"convert", model, (folder / "x").string(), "--dtype", "f64"}).exitCode == 2);
    CHECK(runTvlt({"convert", model, (folder / "x").string(), "--format", "onnx"}).exitCode == 2);
    CHECK(runTvlt({"convert", model}).exitCode == 2);
    CHECK_FALSE(fs::exists(folder / "x"));
    writeFileAtomically(folder / "there.ckpt", "mine");
    const ProgramRun refused = runTvlt({"convert", model, (folder / "there.ckpt").string()});
    CHECK(refused.exitCode == 1);
    CHECK_THAT(refused.err, ContainsSubstring("--force"));
    CHECK(readTextFile(folder / "there.ckpt") == "mine");
    CHECK(runTvlt({"convert", model, (folder / "there.ckpt").string(), "--force"}).exitCode == 0);
}
