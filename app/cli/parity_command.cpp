#include "app/cli/commands.h"
#include "app/cli/open_checkpoint.h"
#include "core/parity/features/parity.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cmath>
#include <cstdio>
#include <memory>

namespace tvlt {

namespace {

struct ParityArguments {
    std::string folder;
    DeviceArguments device{"cpu"};
    bool json = false;
};

void printResult(const ParityResult& result) {
    std::printf("%s  %-9.3g %s%s%s\n", result.passed ? "pass" : "FAIL", result.difference, result.name.c_str(),
                result.passed ? "" : ": ", result.passed ? "" : result.detail.c_str());
    std::fflush(stdout);
}

/// JSON has no infinity.
nlohmann::json finite(double value) {
    return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json("inf");
}

void printJson(const ParityReport& report) {
    auto results = nlohmann::json::array();
    for (const auto& r : report.results)
        results.push_back({{"name", r.name},
                           {"kind", r.kind},
                           {"passed", r.passed},
                           {"difference", finite(r.difference)},
                           {"tolerance", finite(r.tolerance)},
                           {"detail", r.detail}});
    const nlohmann::json all{{"passed", report.passed()}, {"failed", report.failed()}, {"results", results}};
    std::puts(all.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
}

int runParity(const ParityArguments& arguments, std::stop_token stop) {
    const ParityOptions options{chooseDevice(arguments.device.device), dtypeFromName(arguments.device.dtype)};
    Job job;
    job.stop = std::move(stop);
    const auto report = runParityFolder(
        arguments.folder, options,
        [&](const ParityResult& result) {
            if (!arguments.json)
                printResult(result);
        },
        job);
    if (arguments.json)
        printJson(report);
    std::fprintf(arguments.json ? stderr : stdout, "%d passed, %d failed\n", report.passed(), report.failed());
    return report.failed() == 0 ? 0 : 1;
}

} // namespace

void addParityCommand(CLI::App& app, CommandRun& run) {
    auto arguments = std::make_shared<ParityArguments>();
    CLI::App* command = app.add_subcommand("parity", "Compare with stored outputs of the reference, case by case");
    command->add_option("DIR", arguments->folder, "A parity folder: manifest.json and its tensors")->required();
    addDeviceOptions(*command, arguments->device);
    command->add_flag("--json", arguments->json, "Write all results as JSON");
    command->callback([arguments, &run] {
        run = [arguments](std::stop_token stop) { return runParity(*arguments, std::move(stop)); };
    });
}

} // namespace tvlt
