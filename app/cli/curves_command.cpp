#include "app/cli/commands.h"
#include "app/cli/offscreen.h"
#include "app/cli/training_curves.h"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>

namespace tvlt {

namespace {

struct CurvesArguments {
    std::string run;
    std::string picture;
};

} // namespace

void addCurvesCommand(CLI::App& app, CommandRun& run) {
    CLI::App* command = app.add_subcommand("curves", "Draw the curves of a training run: losses, accuracy, rate");
    const auto arguments = std::make_shared<CurvesArguments>();
    command->add_option("RUN", arguments->run, "A run's folder, or its log.csv; the run may still be going on")
        ->required();
    command->add_option("-o,--output", arguments->picture, "File to write: .png, .svg or .pdf")->required();
    command->callback([arguments, &run] {
        run = [arguments](const std::stop_token&) {
            const Offscreen offscreen;
            writeCurves(arguments->run, arguments->picture);
            return 0;
        };
    });
}

} // namespace tvlt
