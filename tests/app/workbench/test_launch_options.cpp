#include "app/workbench/launch_options.h"
#include "tests/support/catch.h"

#include <vector>

using namespace tvlt;

TEST_CASE("help and version are known before there is a display") {
    const auto asks = [](std::vector<std::string> arguments) {
        std::vector<char*> pointers;
        for (std::string& argument : arguments)
            pointers.push_back(argument.data());
        return asksForHelp(pointers);
    };
    CHECK(asks({"--help"}));
    CHECK(asks({"clip.mp4", "--version"}));
    CHECK(asks({"-h"}));
    CHECK_FALSE(asks({}));
    CHECK_FALSE(asks({"clip.mp4", "--theme", "dark"}));
    CHECK_FALSE(asks({"--helper.mp4"}));
}
