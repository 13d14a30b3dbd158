#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace tvlt {

/// What a run of the program `tvlt` left behind.
struct ProgramRun {
    int exitCode = -1; ///< 128 + n where signal n ended it
    std::string out;
    std::string err;
};

/// Runs `tvlt` as a process of its own, without a terminal and without a display.
[[nodiscard]] ProgramRun runTvlt(const std::vector<std::string>& arguments);

} // namespace tvlt
