#include "app/cli/analysis_arguments.h"
#include "app/cli/commands.h"
#include "app/cli/number_check.h"
#include "app/cli/output_files.h"
#include "app/cli/progress_line.h"
#include "core/analysis/engine.h"
#include "core/base/file.h"
#include "core/export/info_json.h"
#include "core/export/prediction_export.h"
#include "core/media/probe.h"
#include "widgets/figure/prediction_figure.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <cstdio>

namespace tvlt {

namespace {

struct MatchArguments {
    AnalysisArguments analysis;
    std::filesystem::path with;
    double reach = 2.0;
    double step = 0.25;
    int classes = 0; ///< bars of classes in the figure; 0: none
    OutputFiles files;
};

struct MatchAnswer {
    OpenedClip opened;
    SyncCurve sync;
    std::optional<SwapMatch> swapped;
    std::shared_ptr<const Analysis> classes; ///< null: not asked for
};

std::optional<SwapMatch> askSwapped(const MatchArguments& a, const OpenedClip& opened, const Job& job) {
    if (a.with.empty())
        return std::nullopt;
    Request other = *opened.request;
    other.clip = probe({{a.with}, {}, 1.0}, job.part(0.0, 0.1));
    other.segment.reset();
    const auto features = makeFeatures(other, job.part(0.1, 0.6));
    return matchSwapped(*other.checkpoint, *opened.features, *features, job.part(0.6, 1.0));
}

MatchAnswer ask(const MatchArguments& a, const Job& job) {
    const auto shifts = syncShifts(a.reach, a.step);
    MatchAnswer answer;
    answer.opened = openClip(a.analysis, a.classes > 0 ? Asks::Predictions : Asks::Inside, job.part(0.0, 0.2));
    const Request& request = *answer.opened.request;
    if (a.classes > 0)
        answer.classes = analyse(request, answer.opened.features, Job{job.stop, {}});
    answer.swapped = askSwapped(a, answer.opened, job.part(0.2, 0.4));
    answer.sync = plannedSync(*request.checkpoint, *answer.opened.features, shifts.size());
    runSync(*request.checkpoint, *answer.opened.features, shifts, job.part(0.4, 1.0),
            [&](const SyncPoint& point) { answer.sync.points.push_back(point); });
    return answer;
}

void printAnswer(const MatchAnswer& answer) {
    std::printf("shift (s)  logit    probability  heard\n");
    for (const SyncPoint& point : answer.sync.points)
        std::printf("%+8.2f  %8.3f  %8.4f     %3.0f %%\n", point.shift, point.logit, logistic(point.logit),
                    100.0 * point.heard);
    if (!answer.swapped)
        return;
    const SwapMatch& swapped = *answer.swapped;
    const auto line = [](double logit, const std::string& what) {
        std::printf("%8.3f  %8.4f  %s\n", logit, logistic(logit), what.c_str());
    };
    std::printf("\nlogit     probability\n");
    line(swapped.own, answer.sync.clip + " with its own sound");
    line(swapped.otherSound, answer.sync.clip + " with the sound of " + swapped.name);
    line(swapped.otherPicture, swapped.name + " with the sound of " + answer.sync.clip);
    line(swapped.other, swapped.name + " with its own sound");
}

int match(const MatchArguments& a, std::stop_token stop) {
    checkOutputFiles(a.files);
    MatchAnswer answer;
    {
        ProgressLine line;
        answer = ask(a, line.job(std::move(stop)));
    }
    printNotes(answer.opened);
    if (!a.files.npz.empty())
        writeNpz(a.files.npz, scoresArrays(answer.classes.get(), &answer.sync));
    if (!a.files.csv.empty())
        writeFileAtomically(a.files.csv, syncCsv(answer.sync));
    const Request& request = *answer.opened.request;
    writePages(a.files,
               [&](const FigureLook& look) {
                   return scoresFigure(answer.classes.get(), a.classes, &answer.sync, answer.swapped, look).page();
               },
               {&request.clip,
                {request.checkpoint->name, request.checkpoint->report},
                matchArguments(askedModel(answer.opened), answer.sync, a.with, a.classes, RecipePaths::NamesOnly)});
    if (a.files.json)
        std::fputs(jsonText(matchingJson(answer.sync, answer.swapped)).c_str(), stdout);
    else
        printAnswer(answer);
    return 0;
}

} // namespace

void addMatchCommand(CLI::App& app, CommandRun& run) {
    CLI::App* command =
        app.add_subcommand("match", "Whether picture and sound belong together: in time, and against another clip's");
    const auto a = std::make_shared<MatchArguments>();
    addWholeClipOptions(*command, a->analysis);
    command->add_option("--with", a->with, "Another clip, to swap picture and sound with; its first seconds are taken")
        ->type_name("CLIP");
    command->add_option("--reach", a->reach, "How far the sound is shifted either way, in seconds")
        ->check(numberCheck("a number of seconds above 0", 0.0, true, 3600.0))
        ->capture_default_str();
    command->add_option("--step", a->step, "From one shift to the next, in seconds")
        ->check(numberCheck("a number of seconds above 0", 0.0, true, 3600.0))
        ->capture_default_str();
    command->add_option("--classes", a->classes, "Paint as many of the likeliest classes above the curve")
        ->check(numberCheck("a number of classes from 1 on", 1, false, 100000));
    addClassifierOption(*command, a->analysis);
    addOutputFiles(*command, a->files,
                   {"Write one line a shift here", "Write the curve as arrays here",
                    "Print the curve and the swapped pairs as JSON"});
    command->callback([a, &run] { run = [a](std::stop_token stop) { return match(*a, std::move(stop)); }; });
}

} // namespace tvlt
