#include "app/cli/commands.h"
#include "app/cli/figure_name.h"
#include "app/cli/figure_options.h"
#include "app/cli/output_files.h"
#include "core/batch/batch_folder.h"
#include "core/export/question_arguments.h"
#include "widgets/figure/batch_figure.h"

#include <CLI/CLI.hpp>

#include <memory>

namespace tvlt {

namespace {

struct PlotArguments {
    std::vector<std::filesystem::path> folders;
    std::string across = "reconstruct:pixel_loss";
    std::string up = "reconstruct:audio_loss";
    OutputFiles files;
};

int plot(const PlotArguments& a, const std::stop_token& stop) {
    checkOutputFiles(a.files);
    const BatchTable table = batchTable(RunResults(ledgersIn(a.folders)), Job{stop, {}});
    const std::size_t across = findColumn(table, a.across);
    const std::size_t up = findColumn(table, a.up);
    LoadReport report;
    report.label = table.label;
    writePages(a.files, [&](const FigureLook& look) { return batchFigure(table, across, up, look).page(); },
               {nullptr, {table.checkpoint, report}, plotArguments(a.folders, a.across, a.up, RecipePaths::NamesOnly)});
    return 0;
}

} // namespace

void addPlotCommand(CLI::App& app, CommandRun& run) {
    CLI::App* command =
        app.add_subcommand("plot", "How a measure of a batch is distributed, and another one against it");
    const auto a = std::make_shared<PlotArguments>();
    command->add_option("DIR", a->folders, "The folder of a batch, or those of its shards")->required();
    command->add_option("-o,--output", a->files.figures, "Figures to write: .png, .svg, .pdf")
        ->type_name("FIGURE")
        ->required()
        ->check(CLI::Validator(checkFigureName, ""));
    command
        ->add_option("--across", a->across,
                     "The measure that is distributed, as QUESTION:MEASURE or, of many "
                     "places, QUESTION:MEASURE@AT")
        ->capture_default_str();
    command->add_option("--up", a->up, "The measure that stands against it")->capture_default_str();
    addLookOptions(*command, {a->files.look.widthMm, a->files.look.fontPt, a->files.look.dpi, a->files.noRecipe});
    command->callback([a, &run] { run = [a](const std::stop_token& stop) { return plot(*a, stop); }; });
}

} // namespace tvlt
