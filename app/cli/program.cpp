#include "app/cli/program.h"

#include "core/base/version.h"

#include <CLI/CLI.hpp>

namespace tvlt {

std::unique_ptr<CLI::App> makeProgram(CommandRun& run) {
    auto app = std::make_unique<CLI::App>(
        "Shows what TVLT, an audio-visual masked autoencoder, sees in a clip and paints back.", "tvlt");
    app->set_version_flag("--version", std::string("tvlt ") + version());
    app->require_subcommand(1);
    for (const auto add :
         {addInfoCommand,     addReconstructCommand, addCompareCommand,  addSweepCommand, addAttentionCommand,
          addHiddenCommand,   addOccludeCommand,     addClassifyCommand, addMatchCommand, addRetrieveCommand,
          addScatterCommand,  addBatchCommand,       addMergeCommand,    addPlotCommand,  addPlayCommand,
          addMovieCommand,    addConvertCommand,     addSynthCommand,    addTrainCommand, addCurvesCommand,
          addEvaluateCommand, addBenchCommand,       addParityCommand})
        add(*app, run);
    return app;
}

} // namespace tvlt
