#include "app/cli/interrupt.h"
#include "app/cli/program.h"
#include "core/base/result.h"
#include "core/model/device.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>

namespace {

enum ExitCode { kFine = 0, kFailed = 1, kUsage = 2, kInterrupted = 130 };

std::string usageMessage(const CLI::App*, const CLI::Error& error) {
    return std::string("tvlt: ") + error.what() + "\nRun tvlt --help, or tvlt COMMAND --help.\n";
}

bool hasCommand(const CLI::App& app, const std::string& name) {
    const auto all = app.get_subcommands(nullptr);
    return std::any_of(all.begin(), all.end(), [&](const CLI::App* command) { return command->get_name() == name; });
}

int runProgram(int argc, char** argv, std::stop_token stop) {
    tvlt::CommandRun run;
    const auto app = tvlt::makeProgram(run);
    app->failure_message(usageMessage);
    // CLI11 would say no more than that a subcommand is missing.
    if (argc > 1 && argv[1][0] != '-' && !hasCommand(*app, argv[1])) {
        std::fprintf(stderr, "tvlt: there is no command %s\nRun tvlt --help for those that there are.\n", argv[1]);
        return kUsage;
    }
    try {
        app->parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app->exit(error) == 0 ? kFine : kUsage;
    }
    tvlt::prepareRuntime();
    return run(std::move(stop));
}

} // namespace

// What might throw here is a Result that is asked for what it does not hold.
// NOLINTNEXTLINE(bugprone-exception-escape)
int main(int argc, char** argv) {
    const tvlt::Interrupt interrupt; // first: before LibTorch starts threads
    const auto code = tvlt::guard([&] { return runProgram(argc, argv, interrupt.token()); });
    if (code.ok())
        return *code;
    std::fprintf(stderr, "tvlt: %s\n", code.error().message().c_str());
    return code.error().kind == tvlt::Error::Kind::Cancelled ? kInterrupted : kFailed;
}
