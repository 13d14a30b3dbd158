#include "app/cli/commands.h"
#include "app/cli/head_output.h"
#include "app/cli/map_arguments.h"
#include "app/cli/number_check.h"
#include "app/cli/progress_line.h"
#include "core/attention/token_map.h"

#include <CLI/CLI.hpp>

namespace tvlt {

namespace {

struct OccludeArguments {
    MapArguments map;
    HeadOutputArguments output;
    std::string over = "both";
    OcclusionOptions options;
};

int occlude(const OccludeArguments& a, std::stop_token stop) {
    checkOutputs(a.map);
    OpenedClip opened;
    std::vector<TokenMap> maps;
    {
        ProgressLine line;
        const Job job = line.job(std::move(stop));
        opened = openClip(a.map.analysis, Asks::InsideWithClassifier, job.part(0.0, 0.2));
        const HeadOutput output = chosenOutput(opened, a.output);
        MapQuestion question;
        question.quantity = MapQuantity::Occlusion;
        question.label = output.label;
        question.occlusion = a.options;
        question.occlusion.over = *occlusionOverFromName(a.over);
        maps.push_back(askOutput(output.checkpoint, opened.features, question, job.part(0.2, 1.0)));
    }
    printNotes(opened);
    writeMaps(a.map, opened, maps, nullptr);
    return 0;
}

} // namespace

void addOccludeCommand(CLI::App& app, CommandRun& run) {
    CLI::App* command =
        app.add_subcommand("occlude", "Slide a window that hides patches over a clip, and map how an output changes");
    const auto a = std::make_shared<OccludeArguments>();
    addWholeClipOptions(*command, a->map.analysis);
    addHeadOutputOptions(*command, a->map.analysis, a->output);
    const auto patches = numberCheck("a number of patches from 1 on", 1, false, 10000);
    command->add_option("--over", a->over, "What the window slides over")
        ->check(CLI::IsMember({"picture", "sound", "both"}))
        ->capture_default_str();
    command->add_option("--window", a->options.window, "Its side, in patches")->check(patches)->capture_default_str();
    command->add_option("--stride", a->options.stride, "From one place to the next, in patches")
        ->check(patches)
        ->capture_default_str();
    command->add_flag("--all-frames", a->options.allFrames, "Hide the place in all frames at once");
    addMapOutputs(*command, a->map);
    command->callback([a, &run] { run = [a](std::stop_token stop) { return occlude(*a, std::move(stop)); }; });
}

} // namespace tvlt
