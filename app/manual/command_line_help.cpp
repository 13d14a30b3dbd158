#include "app/manual/program_help.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <sstream>

namespace tvlt {
namespace {

/// CLI11 writes them behind the type: "TEXT:{auto,hf,original}".
std::vector<std::string> choicesOf(const std::string& type) {
    const auto from = type.find('{'), to = type.find('}');
    std::vector<std::string> choices;
    if (from == std::string::npos || to == std::string::npos)
        return choices;
    std::istringstream list(type.substr(from + 1, to - from - 1));
    for (std::string choice; std::getline(list, choice, ',');)
        choices.push_back(choice);
    return choices;
}

HelpOption optionHelp(const CLI::Option& option) {
    HelpOption help;
    for (const std::string& name : option.get_snames())
        help.names.push_back("-" + name);
    for (const std::string& name : option.get_lnames())
        help.names.push_back("--" + name);
    if (option.get_positional())
        help.names = {option.get_name(true)};
    const std::string type = option.get_items_expected_max() > 0 ? option.get_type_name() : std::string();
    help.value = type.substr(0, type.find(':'));
    help.choices = choicesOf(type);
    help.text = option.get_description();
    if (const std::string usual = option.get_default_str(); !usual.empty() && !type.empty())
        help.text += (help.text.empty() ? "" : "; ") + ("default: " + usual);
    return help;
}

void addOptions(ProgramHelp& help, const CLI::App& app, const std::string& mainTitle) {
    for (const CLI::Option* option : app.get_options()) {
        if (option->get_positional()) {
            help.arguments.push_back(optionHelp(*option));
            continue;
        }
        const std::string title = option->get_group() == "Options" ? mainTitle : option->get_group();
        auto group = std::find_if(help.groups.begin(), help.groups.end(),
                                  [&](const HelpGroup& known) { return known.title == title; });
        if (group == help.groups.end())
            group = help.groups.insert(help.groups.end(), HelpGroup{title, {}});
        group->options.push_back(optionHelp(*option));
    }
}

} // namespace

ProgramHelp commandLineHelp(const CLI::App& app) {
    ProgramHelp help{app.get_name(), app.get_description(), {}, {}, {}};
    addOptions(help, app, {});
    for (const CLI::App* part : app.get_subcommands(nullptr)) {
        if (part->get_name().empty()) // a group of options
            addOptions(help, *part, part->get_group());
        else
            help.commands.push_back(commandLineHelp(*part));
    }
    return help;
}

} // namespace tvlt
