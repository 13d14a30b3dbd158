#include "app/cli/analysis_arguments.h"
#include "app/cli/commands.h"
#include "app/cli/number_check.h"
#include "app/cli/output_files.h"
#include "app/cli/progress_line.h"
#include "core/analysis/analysis.h"
#include "core/base/error.h"
#include "core/base/file.h"
#include "core/export/analysis_export.h"
#include "core/export/info_json.h"
#include "core/export/prediction_export.h"
#include "widgets/figure/prediction_figure.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>

namespace tvlt {

namespace {

struct ClassifyArguments {
    AnalysisArguments analysis;
    OutputFiles files;
    int top = 5;
};

void printAnswer(const Analysis& analysis, int top) {
    auto classes = analysis.classes;
    std::stable_sort(classes.begin(), classes.end(),
                     [](const ClassScore& a, const ClassScore& b) { return a.probability > b.probability; });
    classes.resize(std::min(classes.size(), static_cast<std::size_t>(top)));
    for (const ClassScore& score : classes)
        std::printf("%-16s %.4f  (logit %.3f)\n", score.label.c_str(), score.probability, score.logit);
    for (const NamedValue& v : analysis.regression)
        std::printf("%-16s %.6g\n", v.name.c_str(), v.value);
}

int classify(const ClassifyArguments& a, std::stop_token stop) {
    checkOutputFiles(a.files);
    std::shared_ptr<const Analysis> analysis;
    {
        ProgressLine line;
        analysis = runAnalysis(a.analysis, Asks::Predictions, line.job(std::move(stop)));
    }
    printNotes(*analysis);
    if (analysis->classes.empty() && analysis->regression.empty())
        throwUnsupported("has no classification head, and no classifier beside it was asked", analysis->checkpointName,
                         "Give a checkpoint of TvltForAudioVisualClassification, as CLIP's --checkpoint or as "
                         "--classifier.");
    if (!a.files.npz.empty())
        writeNpz(a.files.npz, scoresArrays(analysis.get(), nullptr));
    if (!a.files.csv.empty())
        writeFileAtomically(a.files.csv, classesCsv(*analysis));
    const CheckpointUsed own{analysis->checkpointName, analysis->report};
    const AskedModel model{*analysis->features, analysis->report.path,
                           analysis->classifier ? analysis->classifier->report.path : std::string()};
    writePages(a.files, [&](const FigureLook& look) { return classesFigure(*analysis, a.top, look).page(); },
               {&analysis->features->clip, analysis->classifier.value_or(own),
                classifyArguments(model, a.top, RecipePaths::NamesOnly)});
    if (a.files.json)
        std::fputs(jsonText(analysisJson(*analysis)).c_str(), stdout);
    else
        printAnswer(*analysis, a.top);
    return 0;
}

} // namespace

void addClassifyCommand(CLI::App& app, CommandRun& run) {
    CLI::App* command = app.add_subcommand("classify", "What a classifier says of a clip: classes, or a regression");
    const auto a = std::make_shared<ClassifyArguments>();
    addWholeClipOptions(*command, a->analysis);
    addClassifierOption(*command, a->analysis);
    command->add_option("--top", a->top, "How many classes are printed and painted")
        ->check(numberCheck("a number of classes from 1 on", 1, false, 100000))
        ->capture_default_str();
    addOutputFiles(*command, a->files,
                   {"Write one line a class here", "Write the logits as arrays here",
                    "Print all classes and the matching score as JSON"});
    command->callback([a, &run] { run = [a](std::stop_token stop) { return classify(*a, std::move(stop)); }; });
}

} // namespace tvlt
