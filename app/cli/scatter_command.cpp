#include "app/cli/analysis_arguments.h"
#include "app/cli/commands.h"
#include "app/cli/folder_arguments.h"
#include "app/cli/output_files.h"
#include "app/cli/progress_line.h"
#include "core/analysis/request.h"
#include "core/prediction/folder_states.h"
#include "widgets/figure/prediction_figure.h"

#include <CLI/CLI.hpp>

#include <cstdio>

namespace tvlt {

namespace {

struct ScatterArguments {
    AnalysisArguments analysis;
    std::vector<std::string> clips;
    OutputFiles files;
};

void printPlane(const Folder& folder) {
    const FolderPlane plane = folderPlane(folder.clips);
    std::printf("principal components hold %.1f %% and %.1f %% of the variance\n",
                100.0 * plane.projection.explained[0], 100.0 * plane.projection.explained[1]);
    std::printf("%10s %10s  %-12s %s\n", "first", "second", "class", "clip");
    for (std::size_t i = 0; i < plane.clips.size(); ++i)
        std::printf("%10.3f %10.3f  %-12s %s\n", plane.projection.points[i][0], plane.projection.points[i][1],
                    plane.groupOfEach[i].c_str(), folder.clips[plane.clips[i]].path.filename().string().c_str());
}

int scatter(const ScatterArguments& a, std::stop_token stop) {
    checkOutputFiles(a.files);
    const auto files = clipFiles(a.clips);
    Folder folder;
    Request request;
    {
        ProgressLine line;
        const Job job = line.job(std::move(stop));
        request = modelRequest(a.analysis, Asks::Predictions, job.part(0.0, 0.1));
        folder = askFolder({request, nullptr, true}, files, job.part(0.1, 1.0));
    }
    printLabels(request);
    printUnused(folder);
    writeFolder(folder, a.files);
    const ClipFeatures none;
    const AskedModel model{none, request.checkpoint->report.path,
                           request.classifier ? request.classifier->report.path : std::string()};
    writePages(a.files, [&](const FigureLook& look) { return scatterFigure(folder, look).page(); },
               {nullptr,
                {request.checkpoint->name, request.checkpoint->report},
                scatterArguments(model, {a.clips.begin(), a.clips.end()}, RecipePaths::NamesOnly)});
    if (!a.files.json)
        printPlane(folder);
    return folderPlane(folder.clips).clips.empty() ? 1 : 0;
}

} // namespace

void addScatterCommand(CLI::App& app, CommandRun& run) {
    CLI::App* command = app.add_subcommand("scatter", "Clips in the plane of their cls states");
    const auto a = std::make_shared<ScatterArguments>();
    command->add_option("CLIPS", a->clips, "A folder of clips, a .txt with one path a line, or clips")->required();
    addModelAndDeviceOptions(*command, a->analysis);
    addClassifierOption(*command, a->analysis);
    addOutputFiles(*command, a->files,
                   {"Write one line a clip here", "Write the cls states and the plane as arrays here",
                    "Print every clip's place, classes and matching score as JSON"});
    command->callback([a, &run] { run = [a](std::stop_token stop) { return scatter(*a, std::move(stop)); }; });
}

} // namespace tvlt
