#include "core/base/error.h"
#include "core/benchmark/flops.h"
#include "core/benchmark/memory.h"
#include "core/benchmark/run_bench.h"
#include "tests/core/analysis/support/tiny_checkpoint.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

using namespace tvlt;

TEST_CASE("the base size has the tokens and the arithmetic that are known of it") {
    const TvltConfig base;
    const BenchTokens tokens = fullTokens(base);
    CHECK(tokens.pixels == 8 * 196);
    CHECK(tokens.audios == 128 * 8);
    CHECK(tokens.keptPixels == 392);
    CHECK(tokens.keptAudios == 870);
    CHECK(encoderFlops(base, tokens) / 1e9 == Approx(690.0).epsilon(0.02));
    CHECK(maskedFlops(base, tokens) / 1e9 == Approx(460.0).epsilon(0.05));
    CHECK(stackFlops(2, 10, 4, 8) == 2 * (8 * 10 * 16 + 4 * 100 * 4 + 4 * 10 * 4 * 8));
}

TEST_CASE("a bench runs every case that the checkpoint has a head for") {
    const TempFolder folder;
    saveCheckpoint(*tinyCheckpoint(), folder / "model");
    saveCheckpoint(*tinyCheckpoint(TinyKind::Classification), folder / "classifier");
    BenchOptions options;
    options.repeat = 2;
    for (const BenchCase which : {BenchCase::Encode, BenchCase::Mae, BenchCase::Classify, BenchCase::AttentionRow,
                                  BenchCase::Load, BenchCase::Image, BenchCase::Sound}) {
        CAPTURE(std::string(benchCaseName(which)));
        CHECK(benchCaseFromName(benchCaseName(which)) == which);
        options.which = which;
        options.checkpoint = (folder / (which == BenchCase::Classify ? "classifier" : "model")).string();
        const BenchResult result = runBench(options);
        CHECK(result.minSeconds > 0.0);
        CHECK(result.medianSeconds >= result.minSeconds);
        CHECK(result.peakRssMb >= result.baseRssMb - 4.0); // pages may be given back
        const bool pass = which == BenchCase::Encode || which == BenchCase::Mae || which == BenchCase::Classify;
        CHECK(result.gflops.has_value() == pass);
        CHECK(result.gemmGflops.has_value() == pass);
        CHECK((result.passSeconds > 0.0) == (which == BenchCase::AttentionRow));
    }
    options.which = BenchCase::Classify;
    options.checkpoint = (folder / "model").string();
    CHECK_THROWS_AS(runBench(options), Exception);
    options.which = BenchCase::Load;
    options.checkpoint.clear();
    CHECK_THROWS_AS(runBench(options), Exception);
    CHECK(residentMb() > 1.0);
}
