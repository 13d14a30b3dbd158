#include "tests/app/cli/program.h"

#include "core/base/file.h"
#include "tests/support/temp_folder.h"

#include <sys/wait.h>

#include <cstdlib>

namespace tvlt {

namespace {

std::string quoted(const std::string& text) {
    std::string result = "'";
    for (const char c : text)
        result += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return result + "'";
}

} // namespace

ProgramRun runTvlt(const std::vector<std::string>& arguments) {
    TempFolder folder;
    std::string command = "unset DISPLAY WAYLAND_DISPLAY; exec " + quoted(TVLT_PROGRAM);
    for (const std::string& argument : arguments)
        command += " " + quoted(argument);
    command += " >" + quoted((folder / "out").string()) + " 2>" + quoted((folder / "err").string()) + " </dev/null";
    const int status = std::system(command.c_str());
    const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return {code, readTextFile(folder / "out"), readTextFile(folder / "err")};
}

} // namespace tvlt
