#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace tvlt {

/// An option or an argument as a program's help says it.
struct HelpOption {
    std::vector<std::string> names;   ///< with dashes, short ones first; of an argument its one name
    std::string value;                ///< "FILE"; empty: it takes none
    std::vector<std::string> choices; ///< all values that it takes; empty: others too
    std::string text;
};

struct HelpGroup {
    std::string title; ///< empty: the first, which needs none
    std::vector<HelpOption> options;
};

/// What a program or one of its commands says of itself.
struct ProgramHelp {
    std::string name;
    std::string text;
    std::vector<HelpOption> arguments;
    std::vector<HelpGroup> groups;
    std::vector<ProgramHelp> commands;
};

/// Of `tvlt`, read out of its parser.
[[nodiscard]] ProgramHelp commandLineHelp(const CLI::App& app);
/// Of `tvlt-workbench`, read out of its parser.
[[nodiscard]] ProgramHelp workbenchHelp();

} // namespace tvlt
