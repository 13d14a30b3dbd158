#include "app/cli/commands.h"
#include "app/cli/interrupt.h"
#include "core/base/result.h"
#include "core/base/version.h"
#include "core/model/device.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <string>

namespace {

enum ExitCode { kFine = 0, kFailed = 1, kUsage = 2, kInterrupted = 130 };

std::string usageMessage(const CLI::App*, const CLI::Error& error) {
    return std::string("tvlt: ") + error.what() + "\nRun tvlt --help, or tvlt COMMAND --help.\n";
}

bool hasCommand(const CLI::App& app, const std::string& name) {
    const auto all = app.get_subcommands(nullptr);
    return std::any_of(all.begin(), all.end(), [&](const CLI::App* command) { return command->get_name() == name; });
}

int runCommand(const tvlt::CommandRun& run, std::stop_token stop) {
    const auto code = tvlt::guard([&] {
        tvlt::prepareRuntime();
        return run(std::move(stop));
    });
    if (code.ok())
        return *code;
    std::fprintf(stderr, "tvlt: %s\n", code.error().message().c_str());
    return code.error().kind == tvlt::Error::Kind::Cancelled ? kInterrupted : kFailed;
}

} // namespace

int main(int argc, char** argv) {
    const tvlt::Interrupt interrupt; // first: before LibTorch starts threads
    CLI::App app("Shows what TVLT, an audio-visual masked autoencoder, sees in a clip and paints back.", "tvlt");
    app.set_version_flag("--version", std::string("tvlt ") + tvlt::version());
    app.failure_message(usageMessage);
    app.require_subcommand(1);
    tvlt::CommandRun run;
    tvlt::addInfoCommand(app, run);
    tvlt::addReconstructCommand(app, run);
    tvlt::addCompareCommand(app, run);
    tvlt::addSweepCommand(app, run);
    tvlt::addAttentionCommand(app, run);
    tvlt::addHiddenCommand(app, run);
    tvlt::addOccludeCommand(app, run);
    tvlt::addClassifyCommand(app, run);
    tvlt::addMatchCommand(app, run);
    tvlt::addRetrieveCommand(app, run);
    tvlt::addScatterCommand(app, run);
    tvlt::addBatchCommand(app, run);
    tvlt::addMergeCommand(app, run);
    tvlt::addPlotCommand(app, run);
    tvlt::addPlayCommand(app, run);
    tvlt::addMovieCommand(app, run);
    tvlt::addConvertCommand(app, run);
    tvlt::addSynthCommand(app, run);
    tvlt::addTrainCommand(app, run);
    tvlt::addCurvesCommand(app, run);
    tvlt::addEvaluateCommand(app, run);
    tvlt::addBenchCommand(app, run);
    tvlt::addParityCommand(app, run);
    // CLI11 would say no more than that a subcommand is missing.
    if (argc > 1 && argv[1][0] != '-' && !hasCommand(app, argv[1])) {
        std::fprintf(stderr, "tvlt: there is no command %s\nRun tvlt --help for those that there are.\n", argv[1]);
        return kUsage;
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? kFine : kUsage;
    }
    return runCommand(run, interrupt.token());
}
