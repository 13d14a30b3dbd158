#pragma once

#include "app/cli/commands.h"

#include <memory>

namespace tvlt {

/// `tvlt` with all its subcommands, in the order of the help. The one that is chosen sets `run`, which outlives the
/// app.
[[nodiscard]] std::unique_ptr<CLI::App> makeProgram(CommandRun& run);

} // namespace tvlt
