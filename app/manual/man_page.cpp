#include "app/manual/man_page.h"

#include "core/base/version.h"

namespace tvlt {
namespace {

/// Text as roff prints it: no dash becomes a hyphen, no line a request.
std::string escaped(const std::string& text) {
    std::string roff;
    for (const char c : text) {
        if (c == '\\')
            roff += "\\e";
        else if (c == '-')
            roff += "\\-";
        else
            roff += c;
    }
    return !roff.empty() && (roff[0] == '.' || roff[0] == '\'') ? "\\&" + roff : roff;
}

std::string bold(const std::string& text) {
    return "\\fB" + escaped(text) + "\\fR";
}

std::string italic(const std::string& text) {
    return "\\fI" + escaped(text) + "\\fR";
}

std::string list(const std::vector<std::string>& words, const char* between) {
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : between) + bold(word);
    return text;
}

std::string option(const HelpOption& option) {
    std::string roff = ".TP\n" + list(option.names, ", ");
    if (!option.value.empty())
        roff += " " + italic(option.value);
    roff += "\n" + (option.text.empty() ? std::string("\\&") : escaped(option.text)) + "\n";
    if (!option.choices.empty())
        roff += ".br\nOne of " + list(option.choices, ", ") + ".\n";
    return roff;
}

std::string options(const ProgramHelp& help) {
    std::string roff;
    for (const HelpOption& argument : help.arguments)
        roff += ".TP\n" + italic(argument.names.front()) + "\n" + escaped(argument.text) + "\n";
    for (const HelpGroup& group : help.groups) {
        if (!group.title.empty())
            roff += ".PP\n" + italic(group.title + ":") + "\n";
        for (const HelpOption& each : group.options)
            roff += option(each);
    }
    return roff;
}

std::string commands(const ProgramHelp& program) {
    std::string roff;
    for (const ProgramHelp& command : program.commands) {
        roff += ".SS " + escaped(program.name + " " + command.name);
        for (const HelpOption& argument : command.arguments)
            roff += " " + escaped(argument.names.front());
        roff += "\n" + escaped(command.text) + (command.text.ends_with('.') ? "\n" : ".\n") + options(command);
    }
    return roff;
}

void replaceAll(std::string& text, const std::string& mark, const std::string& with) {
    for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + with.size()))
        text.replace(at, mark.size(), with);
}

} // namespace

std::string manPage(std::string page, const ProgramHelp& help) {
    replaceAll(page, "@VERSION@", version());
    replaceAll(page, "@OPTIONS@\n", options(help));
    replaceAll(page, "@COMMANDS@\n", commands(help));
    return page;
}

} // namespace tvlt
