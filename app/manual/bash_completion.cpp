#include "app/manual/bash_completion.h"

#include <algorithm>

namespace tvlt {
namespace {

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

std::string optionNames(const ProgramHelp& help) {
    std::vector<std::string> names;
    for (const HelpGroup& group : help.groups)
        for (const HelpOption& option : group.options)
            names.insert(names.end(), option.names.begin(), option.names.end());
    return joined(names);
}

/// Lines of a `case` over the command and the word before the cursor.
std::string choices(const std::string& command, const ProgramHelp& help) {
    std::string lines;
    for (const HelpGroup& group : help.groups)
        for (const HelpOption& option : group.options)
            if (!option.choices.empty())
                for (const std::string& name : option.names)
                    lines += "        \"" + command + " " + name + "\") values=\"" + joined(option.choices) + "\" ;;\n";
    return lines;
}

constexpr const char* kFindCommand = R"(    for ((i = 1; i < cword; ++i)); do
        [[ ${words[i]} == -* ]] || { command=${words[i]}; break; }
    done
)";

constexpr const char* kAnswer = R"(    if [[ $values ]]; then
        COMPREPLY=($(compgen -W "$values" -- "$cur"))
    elif [[ $cur == -* ]]; then
        COMPREPLY=($(compgen -W "$options" -- "$cur"))
    elif [[ ! $command && $commands ]]; then
        COMPREPLY=($(compgen -W "$commands" -- "$cur"))
    else
        _filedir
    fi
)";

} // namespace

std::string bashCompletion(const ProgramHelp& help) {
    std::string function = "_" + help.name;
    std::replace(function.begin(), function.end(), '-', '_');
    std::vector<std::string> commands;
    std::string options;
    std::string values = choices("", help);
    for (const ProgramHelp& command : help.commands) {
        commands.push_back(command.name);
        options += "        " + command.name + ") options=\"" + optionNames(command) + "\" ;;\n";
        values += choices(command.name, command);
    }
    options += "        *) options=\"" + optionNames(help) + "\" ;;\n";
    std::string script = "# Completion of " + help.name + " for bash, made from the program's own options.\n";
    script += function + "()\n{\n    local cur prev words cword split command= options= values= i\n";
    script += "    _init_completion -s || return\n";
    script += "    local commands=\"" + joined(commands) + "\"\n";
    script += commands.empty() ? "" : kFindCommand;
    script += "    case $command in\n" + options + "    esac\n";
    if (!values.empty())
        script += "    case \"$command $prev\" in\n" + values + "    esac\n";
    return script + kAnswer + "} &&\n    complete -F " + function + " " + help.name + "\n";
}

} // namespace tvlt
