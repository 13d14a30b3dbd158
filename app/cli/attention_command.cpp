#include "app/cli/commands.h"
#include "app/cli/head_output.h"
#include "app/cli/map_arguments.h"
#include "app/cli/number_check.h"
#include "app/cli/progress_line.h"
#include "core/analysis/analysis.h"
#include "core/analysis/request.h"
#include "core/attention/token_map.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cctype>

namespace tvlt {

namespace {

struct AttentionArguments {
    MapArguments map;
    std::string head = "mean";
    bool column = false;
    std::string rollout; ///< a fusion; empty: none
    double discard = 0.0;
    int firstLayer = 0;
    std::optional<int> lastLayer;
    bool relevance = false;
    HeadOutputArguments output;
};

HeadChoice headsOf(const std::string& name) {
    if (const auto fusion = headFusionFromName(name))
        return {std::nullopt, *fusion};
    return {std::stoi(name), HeadFusion::Mean};
}

std::string checkHead(const std::string& name) {
    const bool number = !name.empty() && name.size() < 5 &&
                        std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isdigit(c); });
    return number || headFusionFromName(name) ? std::string() : name + " is no head: give its number, mean, max or min";
}

int relevance(const AttentionArguments& a, std::stop_token stop) {
    OpenedClip opened;
    std::vector<TokenMap> maps;
    {
        ProgressLine line;
        const Job job = line.job(std::move(stop));
        opened = openClip(a.map.analysis, Asks::InsideWithClassifier, job.part(0.0, 0.4));
        const HeadOutput output = chosenOutput(opened, a.output);
        MapQuestion question;
        question.quantity = MapQuantity::Relevance;
        question.label = output.label;
        maps.push_back(askOutput(output.checkpoint, opened.features, question, job.part(0.4, 1.0)));
    }
    printNotes(opened);
    writeMaps(a.map, opened, maps, nullptr);
    return 0;
}

int attention(const AttentionArguments& a, std::stop_token stop) {
    checkOutputs(a.map);
    if (a.relevance)
        return relevance(a, std::move(stop));
    OpenedClip opened;
    std::vector<TokenMap> maps;
    AttentionOverview overview;
    {
        ProgressLine line;
        const Job job = line.job(std::move(stop));
        opened = openClip(a.map.analysis, Asks::Inside, job.part(0.0, 0.4));
        const auto pass = runAttentionPass({opened.request->checkpoint, opened.features,
                                            makeMask(opened.features->layout, opened.request->mask),
                                            *attentionStackFromName(a.map.stack)},
                                           job.part(0.4, 0.8));
        MapQuestion question;
        question.heads = headsOf(a.head);
        question.token = askedToken(a.map, *opened.features, pass->tokens());
        question.direction = a.column ? AttentionDirection::To : AttentionDirection::From;
        if (!a.rollout.empty()) {
            question.quantity = MapQuantity::Rollout;
            question.rollout = {*headFusionFromName(a.rollout), a.discard, a.firstLayer, a.lastLayer};
            maps.push_back(askPass(*pass, question, job.part(0.8, 1.0)));
        } else {
            for (const int layer : a.map.layers.empty() ? std::vector{pass->layers() - 1} : a.map.layers) {
                question.layer = layer;
                maps.push_back(askPass(*pass, question));
            }
        }
        overview = pass->overview();
    }
    printNotes(opened);
    writeMaps(a.map, opened, maps, &overview);
    return 0;
}

void addAttentionOptions(CLI::App& command, AttentionArguments& a) {
    const auto layer = numberCheck("a layer from 0 on", 0, false, 1000);
    command.add_option("--layer", a.map.layers, "Layers to look into, from 0: 0,5,11; default: the top one")
        ->delimiter(',')
        ->check(layer);
    command.add_option("--head", a.head, "A head from 0 on, or mean, max or min of all")
        ->check(CLI::Validator(checkHead, ""))
        ->capture_default_str();
    command.add_flag("--column", a.column, "What looks at the token, instead of where it looks");
    auto* rollout =
        command.add_option("--rollout", a.rollout, "Attention rolled out over the layers, with heads fused so")
            ->check(CLI::IsMember({"mean", "max", "min"}));
    command.add_option("--discard", a.discard, "Rollout: share of each row's smallest weights that count as 0")
        ->check(numberCheck("a share from 0 to below 1", 0.0, false, 0.999999))
        ->needs(rollout);
    command.add_option("--first-layer", a.firstLayer, "Rollout: where it begins; default: 0")
        ->check(layer)
        ->needs(rollout);
    command.add_option("--last-layer", a.lastLayer, "Rollout: where it ends; default: the top")
        ->check(layer)
        ->needs(rollout);
    auto* relevance =
        command
            .add_flag(
                "--relevance", a.relevance,
                "Gradient-weighted relevance of all tokens for a class, or for the matching score where there is no "
                "classifier")
            ->excludes(rollout);
    addHeadOutputOptions(command, a.map.analysis, a.output, OnlyWith{relevance, "Relevance: "});
}

} // namespace

void addAttentionCommand(CLI::App& app, CommandRun& run) {
    CLI::App* command = app.add_subcommand("attention", "Which patches of a clip attend to which");
    const auto arguments = std::make_shared<AttentionArguments>();
    addMapOptions(*command, arguments->map);
    addAttentionOptions(*command, *arguments);
    command->callback([arguments, &run] {
        run = [arguments](std::stop_token stop) { return attention(*arguments, std::move(stop)); };
    });
}

} // namespace tvlt
