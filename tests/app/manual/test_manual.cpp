#include "app/cli/program.h"
#include "app/manual/bash_completion.h"
#include "app/manual/man_page.h"
#include "core/base/version.h"
#include "tests/support/catch.h"

#include <CLI/CLI.hpp>

#include <algorithm>

using Catch::Matchers::EndsWith;
using Catch::Matchers::StartsWith;
using namespace tvlt;

namespace {

ProgramHelp tvltHelp() {
    CommandRun run;
    return commandLineHelp(*makeProgram(run));
}

const ProgramHelp& command(const ProgramHelp& help, const std::string& name) {
    const auto found = std::find_if(help.commands.begin(), help.commands.end(),
                                    [&](const ProgramHelp& each) { return each.name == name; });
    REQUIRE(found != help.commands.end());
    return *found;
}

const HelpOption& option(const ProgramHelp& help, const std::string& name) {
    for (const HelpGroup& group : help.groups)
        for (const HelpOption& each : group.options)
            if (std::find(each.names.begin(), each.names.end(), name) != each.names.end())
                return each;
    FAIL("there is no option " << name);
    throw std::logic_error(name);
}

} // namespace

TEST_CASE("what a parser knows is what its help says") {
    const ProgramHelp help = tvltHelp();
    CHECK(help.commands.front().name == "info");
    const ProgramHelp& reconstruct = command(help, "reconstruct");
    CHECK(reconstruct.arguments.front().names.front() == "CLIP");
    CHECK(option(reconstruct, "--output").names == std::vector<std::string>{"-o", "--output"});
    CHECK(option(reconstruct, "--output").value == "FIGURE");
    CHECK(option(reconstruct, "--json").value.empty());
    CHECK(option(reconstruct, "--audio-mask-type").choices == std::vector<std::string>{"frame-level", "patch-level"});
    CHECK_THAT(option(reconstruct, "--dpi").text, ContainsSubstring("default: "));
    const ProgramHelp& train = command(help, "train");
    CHECK(std::any_of(train.groups.begin(), train.groups.end(),
                      [](const HelpGroup& group) { return group.title == "AdamW"; }));
    CHECK(option(workbenchHelp(), "--open-session").value == "FILE");
    CHECK(option(workbenchHelp(), "--help").names.front() == "-h");
}

TEST_CASE("a page of the manual names every command and option, and keeps its prose") {
    const ProgramHelp help = tvltHelp();
    const std::string page = manPage(".TH A 1\n@OPTIONS@\n.SH COMMANDS\n@COMMANDS@\n.SH END @VERSION@\n", help);
    CHECK_THAT(page, StartsWith(".TH A 1\n.TP\n\\fB\\-h\\fR, \\fB\\-\\-help\\fR\n"));
    CHECK_THAT(page, EndsWith("\n.SH END " + std::string(version()) + "\n"));
    for (const ProgramHelp& each : help.commands) {
        CHECK_THAT(page, ContainsSubstring("\n.SS tvlt " + each.name));
        for (const HelpOption& argument : each.arguments)
            CHECK_THAT(page, ContainsSubstring("\n.TP\n\\fI" + argument.names.front().substr(0, 3)));
    }
    CHECK_THAT(page, ContainsSubstring("\\fB\\-\\-pixel\\-mask\\-ratio\\fR"));
    CHECK_THAT(page, ContainsSubstring("One of \\fBframe\\-level\\fR, \\fBpatch\\-level\\fR."));
}

TEST_CASE("what a command does is a sentence with one full stop") {
    const ProgramHelp help{"p", {}, {}, {}, {{"a", "Does it", {}, {}, {}}, {"b", "Does more.", {}, {}, {}}}};
    CHECK(manPage("@COMMANDS@\n", help) == ".SS p a\nDoes it.\n.SS p b\nDoes more.\n");
}

TEST_CASE("text of an option is no request to roff") {
    ProgramHelp help{"p", {}, {}, {{{}, {{{"--a"}, {}, {}, ".png and a\\b"}}}}, {}};
    CHECK_THAT(manPage("@OPTIONS@\n", help), EndsWith("\n\\&.png and a\\eb\n"));
}

TEST_CASE("the script for bash names every command, its options and their choices") {
    const ProgramHelp help = tvltHelp();
    const std::string script = bashCompletion(help);
    for (const ProgramHelp& each : help.commands)
        CHECK_THAT(script, ContainsSubstring("\n        " + each.name + ") options=\"-h --help "));
    CHECK_THAT(script, ContainsSubstring("\"reconstruct --audio-mask-type\") values=\"frame-level patch-level\" ;;"));
    CHECK_THAT(bashCompletion(workbenchHelp()), ContainsSubstring("complete -F _tvlt_workbench tvlt-workbench\n"));
}
