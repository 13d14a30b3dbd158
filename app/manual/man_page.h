#pragma once

#include "app/manual/program_help.h"

#include <string>

namespace tvlt {

/// A page of the manual: `page` in roff, with the program's version for @VERSION@, its options for a line @OPTIONS@ and
/// its commands, each with its own options, for a line @COMMANDS@.
[[nodiscard]] std::string manPage(std::string page, const ProgramHelp& help);

} // namespace tvlt
