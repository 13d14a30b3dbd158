#include "app/cli/commands.h"
#include "app/cli/fetch_checkpoint.h"
#include "app/cli/number_check.h"
#include "app/cli/open_checkpoint.h"
#include "app/cli/progress_line.h"
#include "core/base/version.h"
#include "core/benchmark/run_bench.h"
#include "core/export/info_json.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cstdio>

namespace tvlt {

namespace {

using nlohmann::json;

struct BenchArguments {
    std::string checkpoint;
    std::filesystem::path config;
    std::string which = "mae";
    int repeat = 5;
    int threads = 0;
    DeviceArguments device;
    bool json = false;
};

json resultJson(const BenchArguments& a, const BenchResult& r) {
    const auto optional = [](const std::optional<double>& value) { return value ? json(*value) : json(); };
    return {{"version", version()},
            {"libtorch", runtimeInfo().libtorch},
            {"case", a.which},
            {"checkpoint", r.checkpoint},
            {"device", r.device},
            {"dtype", r.dtype},
            {"threads", r.threads},
            {"tokens", r.tokens},
            {"repeat", a.repeat},
            {"median_s", r.medianSeconds},
            {"min_s", r.minSeconds},
            {"pass_s", r.passSeconds > 0.0 ? json(r.passSeconds) : json()},
            {"rss_base_mb", r.baseRssMb},
            {"peak_rss_mb", r.peakRssMb},
            {"gflops", optional(r.gflops)},
            {"gemm_gflops", optional(r.gemmGflops)}};
}

void print(const BenchArguments& a, const BenchResult& r) {
    std::printf("%s of %s, %s %s, %d threads", a.which.c_str(), r.checkpoint.c_str(), r.device.c_str(), r.dtype.c_str(),
                r.threads);
    if (r.tokens > 0)
        std::printf(", %d tokens", r.tokens);
    std::printf("\nmedian %.4f s, best %.4f s of %d\n", r.medianSeconds, r.minSeconds, a.repeat);
    if (r.passSeconds > 0.0)
        std::printf("the pass that it is read from: %.4f s\n", r.passSeconds);
    std::printf("resident %.0f MB before, %.0f MB at most\n", r.baseRssMb, r.peakRssMb);
    if (r.gflops && r.gemmGflops)
        std::printf("%.1f GFLOP/s, %.0f %% of a matrix product's %.1f\n", *r.gflops, 100.0 * *r.gflops / *r.gemmGflops,
                    *r.gemmGflops);
}

int bench(const BenchArguments& a, std::stop_token stop) {
    if (a.threads > 0)
        prepareRuntime(a.threads);
    BenchOptions options;
    options.which = *benchCaseFromName(a.which);
    options.checkpoint = a.checkpoint;
    options.config = a.config;
    options.load = loadOptions(a.device);
    options.repeat = a.repeat;
    if (!options.checkpoint.empty())
        fetchCheckpoint(options.checkpoint, options.load, Job{stop, {}});
    BenchResult result;
    {
        ProgressLine line;
        result = runBench(options, line.job(std::move(stop)));
    }
    if (a.json)
        std::fputs(jsonText(resultJson(a, result)).c_str(), stdout);
    else
        print(a, result);
    return 0;
}

} // namespace

void addBenchCommand(CLI::App& app, CommandRun& run) {
    CLI::App* command = app.add_subcommand("bench", "How fast a model runs here, and how much memory it takes");
    const auto a = std::make_shared<BenchArguments>();
    CLI::Option* checkpoint = command->add_option("--checkpoint", a->checkpoint,
                                                  "What is measured; default: the base size with random weights");
    command->add_option("--config", a->config, "config.json of other sizes for the random weights")
        ->check(CLI::ExistingFile)
        ->excludes(checkpoint);
    command->add_option("--case", a->which, "The work, of one clip that fills the model")
        ->check(CLI::IsMember(
            {"encode", "mae", "classify", "attention-row", "load", "image-processor", "feature-extractor"}))
        ->capture_default_str();
    command->add_option("--repeat", a->repeat, "Timed runs, after one that is not")
        ->check(numberCheck("a number of runs from 1 on", 1, false, 100000))
        ->capture_default_str();
    command->add_option("--threads", a->threads, "LibTorch's; default: one per core")
        ->check(numberCheck("a number of threads from 1 on", 1, false, 1024));
    addDeviceOptions(*command, a->device);
    command->add_flag("--json", a->json, "Print the numbers as JSON");
    command->callback([a, &run] { run = [a](std::stop_token stop) { return bench(*a, std::move(stop)); }; });
}

} // namespace tvlt
