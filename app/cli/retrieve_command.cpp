#include "app/cli/analysis_arguments.h"
#include "app/cli/commands.h"
#include "app/cli/folder_arguments.h"
#include "app/cli/number_check.h"
#include "app/cli/output_files.h"
#include "app/cli/progress_line.h"
#include "core/base/printable.h"
#include "core/prediction/matching.h"
#include "widgets/figure/prediction_figure.h"

#include <CLI/CLI.hpp>

#include <cstdio>

namespace tvlt {

namespace {

struct RetrieveArguments {
    AnalysisArguments analysis;
    std::vector<std::string> among;
    std::string by = "sound";
    int top = 10;
    OutputFiles files;
};

void printRanking(const Folder& folder, RankBy by, int top) {
    const auto order = ranking(folder.clips, by);
    if (order.empty())
        return;
    std::printf(by == RankBy::Sound ? "sounds for the picture of %s\n" : "pictures for the sound of %s\n",
                printable(folder.query).c_str());
    std::printf("rank     logit  probability\n");
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        const FolderClip& clip = folder.clips[order[rank]];
        if (static_cast<int>(rank) >= top && !clip.isQuery)
            continue;
        const double logit = *rankLogit(clip, by);
        std::printf("%4zu  %8.3f  %.4f       %s%s\n", rank + 1, logit, logistic(logit),
                    printable(clip.path.filename().string()).c_str(), clip.isQuery ? "  (the query)" : "");
    }
}

int retrieve(const RetrieveArguments& a, std::stop_token stop) {
    checkOutputFiles(a.files);
    const auto files = clipFiles(a.among);
    OpenedClip opened;
    Folder folder;
    {
        ProgressLine line;
        const Job job = line.job(std::move(stop));
        opened = openClip(a.analysis, Asks::Inside, job.part(0.0, 0.1));
        folder = askFolder({*opened.request, opened.features, false}, files, job.part(0.1, 1.0));
    }
    printNotes(opened);
    printUnused(folder);
    writeFolder(folder, a.files);
    const Request& request = *opened.request;
    writePages(
        a.files,
        [&](const FigureLook& look) {
            return rankingFigure(folder, a.by == "sound" ? RankBy::Sound : RankBy::Picture, a.top, look).page();
        },
        {&request.clip,
         {request.checkpoint->name, request.checkpoint->report},
         retrieveArguments(askedModel(opened), {a.among.begin(), a.among.end()}, a.by, a.top, RecipePaths::NamesOnly)});
    if (!a.files.json) {
        printRanking(folder, RankBy::Sound, a.top);
        printRanking(folder, RankBy::Picture, a.top);
    }
    return ranking(folder.clips, RankBy::Sound).empty() && ranking(folder.clips, RankBy::Picture).empty() ? 1 : 0;
}

} // namespace

void addRetrieveCommand(CLI::App& app, CommandRun& run) {
    CLI::App* command = app.add_subcommand(
        "retrieve", "Rank other clips' sounds by how well they go with a clip's picture, and the reverse");
    const auto a = std::make_shared<RetrieveArguments>();
    addWholeClipOptions(*command, a->analysis);
    command->add_option("--among", a->among, "A folder of clips, a .txt with one path a line, or clips")
        ->type_name("CLIPS")
        ->required();
    command
        ->add_option("--by", a->by, "What the figure ranks: sounds for the clip's picture, or pictures for its sound")
        ->check(CLI::IsMember({"sound", "picture"}))
        ->capture_default_str();
    command->add_option("--top", a->top, "How many are printed and painted")
        ->check(numberCheck("a number of clips from 1 on", 1, false, 100000))
        ->capture_default_str();
    addOutputFiles(*command, a->files,
                   {"Write one line a clip here", "Write the scores as arrays here",
                    "Print every clip's scores and ranks as JSON"});
    command->callback([a, &run] { run = [a](std::stop_token stop) { return retrieve(*a, std::move(stop)); }; });
}

} // namespace tvlt
