#define CATCH_CONFIG_RUNNER
#include "tests/support/catch.h"
#include "tests/support/hooks.h"

/// A test program may need something set up before the first test (a Qt application): it defines tvltTestSetUp().
__attribute__((weak)) std::shared_ptr<void> tvltTestSetUp(int&, char**) {
    return nullptr;
}

int main(int argc, char** argv) {
    const auto keepAlive = tvltTestSetUp(argc, argv);
    return Catch::Session().run(argc, argv);
}
