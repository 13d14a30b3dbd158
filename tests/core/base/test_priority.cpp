#include "core/base/priority.h"
#include "tests/support/catch.h"

#include <sys/resource.h>

#include <algorithm>
#include <thread>

using namespace tvlt;

TEST_CASE("a thread that gives way and those it begins are nicer, the others as before") {
    const auto niceness = [] { return ::getpriority(PRIO_PROCESS, 0); };
    const int before = niceness();
    int own = 0, inherited = 0;
    std::thread([&] {
        giveWay();
        giveWay();
        own = niceness();
        std::thread([&] { inherited = niceness(); }).join();
    }).join();
    CHECK(own == std::max(before, 5));
    CHECK(inherited == own);
    CHECK(niceness() == before);
}
