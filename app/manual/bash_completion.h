#pragma once

#include "app/manual/program_help.h"

#include <string>

namespace tvlt {

/// A script for bash-completion: the program's commands, the options of each, the values of those that take certain
/// ones alone, and files everywhere else.
[[nodiscard]] std::string bashCompletion(const ProgramHelp& help);

} // namespace tvlt
