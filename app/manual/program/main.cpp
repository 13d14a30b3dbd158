// tvlt-manual PAGES DIR: writes the pages of the manual, for which PAGES holds the prose, and bash's completions into
// DIR.
#include "app/cli/program.h"
#include "app/manual/bash_completion.h"
#include "app/manual/man_page.h"
#include "core/base/file.h"
#include "core/base/result.h"

#include <CLI/CLI.hpp>

#include <cstdio>

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fprintf(stderr, "Usage: tvlt-manual PAGES DIR\n");
        return 2;
    }
    const auto done = tvlt::guard([pages = std::filesystem::path(argv[1]), folder = std::filesystem::path(argv[2])] {
        tvlt::CommandRun run;
        for (const tvlt::ProgramHelp& help : {tvlt::commandLineHelp(*tvlt::makeProgram(run)), tvlt::workbenchHelp()}) {
            const std::string page = help.name + ".1";
            tvlt::writeFileAtomically(folder / page, tvlt::manPage(tvlt::readTextFile(pages / (page + ".in")), help));
            tvlt::writeFileAtomically(folder / (help.name + ".bash"), tvlt::bashCompletion(help));
        }
    });
    if (!done)
        std::fprintf(stderr, "tvlt-manual: %s\n", done.error().message().c_str());
    return done ? 0 : 1;
}
