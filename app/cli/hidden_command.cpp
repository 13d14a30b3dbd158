#include "app/cli/commands.h"
#include "app/cli/map_arguments.h"
#include "app/cli/number_check.h"
#include "app/cli/progress_line.h"
#include "core/analysis/analysis.h"
#include "core/analysis/request.h"
#include "core/attention/token_map.h"

#include <CLI/CLI.hpp>

namespace tvlt {

namespace {

struct HiddenArguments {
    MapArguments map;
    std::string show = "similarity";
};

int hidden(const HiddenArguments& a, std::stop_token stop) {
    checkOutputs(a.map);
    OpenedClip opened;
    std::vector<TokenMap> maps;
    {
        ProgressLine line;
        const Job job = line.job(std::move(stop));
        opened = openClip(a.map.analysis, Asks::Inside, job.part(0.0, 0.4));
        const auto pass = runAttentionPass({opened.request->checkpoint, opened.features,
                                            makeMask(opened.features->layout, opened.request->mask),
                                            *attentionStackFromName(a.map.stack)},
                                           job.part(0.4, 1.0));
        MapQuestion question;
        question.quantity = *mapQuantityFromName(a.show);
        if (asksToken(question.quantity))
            question.token = askedToken(a.map, *opened.features, pass->tokens());
        for (const int state : a.map.layers.empty() ? std::vector{pass->layers()} : a.map.layers) {
            question.layer = state;
            maps.push_back(askPass(*pass, question));
        }
    }
    printNotes(opened);
    writeMaps(a.map, opened, maps, nullptr);
    return 0;
}

} // namespace

void addHiddenCommand(CLI::App& app, CommandRun& run) {
    CLI::App* command = app.add_subcommand("hidden", "What the states between the layers say of a clip's patches");
    const auto arguments = std::make_shared<HiddenArguments>();
    addMapOptions(*command, arguments->map);
    command
        ->add_option("--layer", arguments->map.layers,
                     "After how many layers, 0: before the first; default: after the top one")
        ->delimiter(',')
        ->check(numberCheck("a number of layers from 0 on", 0, false, 1000));
    command
        ->add_option("--show", arguments->show,
                     "Cosine similarity to the token, norms, or the first three principal components as colours")
        ->check(CLI::IsMember({"similarity", "norms", "components"}))
        ->capture_default_str();
    command->callback(
        [arguments, &run] { run = [arguments](std::stop_token stop) { return hidden(*arguments, std::move(stop)); }; });
}

} // namespace tvlt
