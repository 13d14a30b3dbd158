#include "app/cli/analysis_arguments.h"
#include "app/cli/commands.h"
#include "app/cli/figure_name.h"
#include "app/cli/figure_options.h"
#include "app/cli/progress_line.h"
#include "app/cli/write_figures.h"
#include "core/analysis/analysis.h"
#include "core/analysis/hidden_loss.h"
#include "core/base/file.h"
#include "core/export/analysis_export.h"
#include "core/export/info_json.h"
#include "core/export/patch_table.h"
#include "core/prediction/matching.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cstdio>

namespace tvlt {

namespace {

namespace fs = std::filesystem;

struct ReconstructArguments {
    AnalysisArguments analysis;
    std::vector<fs::path> figures;
    FigureArguments look;
    fs::path npz;
    fs::path csv;
    bool json = false;
};

void printStats(const char* name, const ErrorStats& s, const char* unit, const std::optional<double>& value) {
    std::printf("  %-8s %6d patches", name, s.patches);
    if (s.mse)
        std::printf("  mse %.6f", *s.mse);
    if (value)
        std::printf("  %s %.2f dB", unit, *value);
    if (s.ssim)
        std::printf("  ssim %.3f", *s.ssim);
    std::putchar('\n');
}

void printLoss(const char* name, const Reconstruction& reconstruction) {
    if (const auto loss = hiddenLoss(reconstruction))
        std::printf("%s loss %.6f\n", name, *loss);
    else
        std::printf("%s nothing is hidden\n", name);
}

void printSummary(const Analysis& analysis) {
    if (analysis.pixel) {
        printLoss("pixels ", *analysis.pixel);
        printStats("masked", analysis.pixel->metrics.masked, "psnr", analysis.pixel->metrics.masked.psnr);
        printStats("visible", analysis.pixel->metrics.visible, "psnr", analysis.pixel->metrics.visible.psnr);
    }
    if (analysis.audio) {
        printLoss("audio  ", *analysis.audio);
        printStats("masked", analysis.audio->metrics.masked, "mae", analysis.audio->metrics.masked.maeDb);
        printStats("visible", analysis.audio->metrics.visible, "mae", analysis.audio->metrics.visible.maeDb);
    }
    if (analysis.matchingLogit)
        std::printf("match   probability %.4f, logit %.4f\n", logistic(*analysis.matchingLogit),
                    *analysis.matchingLogit);
    for (const ClassScore& score : analysis.classes)
        std::printf("class   %-12s %5.1f %%\n", score.label.c_str(), score.probability * 100.0);
    for (const NamedValue& v : analysis.regression)
        std::printf("value   %-12s %.6g\n", v.name.c_str(), v.value);
    if (analysis.classifier)
        std::printf(analysis.regression.empty() ? "classes by %s\n" : "values by %s\n",
                    analysis.classifier->name.c_str());
    std::printf("model   %s, %s %s, %.2f s\n", analysis.checkpointName.c_str(), analysis.device.c_str(),
                analysis.dtype.c_str(), analysis.seconds);
}

int reconstruct(const ReconstructArguments& a, std::stop_token stop) {
    for (const fs::path& figure : a.figures)
        checkOutput(figure);
    for (const fs::path& path : {a.npz, a.csv})
        if (!path.empty())
            checkOutput(path);
    std::shared_ptr<const Analysis> analysis;
    {
        ProgressLine line;
        analysis = runAnalysis(a.analysis, Asks::ReconstructionAndPredictions, line.job(std::move(stop)));
    }
    printNotes(*analysis);
    if (!a.npz.empty())
        writeNpz(a.npz, analysisArrays(*analysis));
    if (!a.csv.empty())
        writeFileAtomically(a.csv, patchTable(*analysis));
    if (!a.figures.empty())
        writeFigures(analysis, a.figures, a.look);
    if (a.json)
        std::fputs(jsonText(analysisJson(*analysis)).c_str(), stdout);
    else
        printSummary(*analysis);
    return 0;
}

} // namespace

void addReconstructCommand(CLI::App& app, CommandRun& run) {
    CLI::App* command = app.add_subcommand("reconstruct", "Hide patches of a clip and let the model paint them back");
    const auto arguments = std::make_shared<ReconstructArguments>();
    addAnalysisOptions(*command, arguments->analysis);
    command->add_option("-o,--output", arguments->figures, "Figures to write: .png, .svg, .pdf")
        ->type_name("FIGURE")
        ->check(CLI::Validator(checkFigureName, ""));
    addFigureOptions(*command, arguments->look);
    addClassifierOption(*command, arguments->analysis);
    command->add_flag(
        "--borrow-statistics", arguments->analysis.borrowStatistics,
        "Show patches with their own mean and contrast, as models trained on normalised patches need; the "
        "figure says so");
    command->add_option("--npz", arguments->npz, "Write the arrays here");
    command->add_option("--csv", arguments->csv, "Write one line a patch here, with its errors");
    command->add_flag("--json", arguments->json, "Print the metrics as JSON");
    command->callback([arguments, &run] {
        run = [arguments](std::stop_token stop) { return reconstruct(*arguments, std::move(stop)); };
    });
}

} // namespace tvlt
