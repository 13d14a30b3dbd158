#include "core/features/parallel.h"
#include "tests/support/catch.h"

#include <atomic>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

using namespace tvlt;

TEST_CASE("parallel work is all done once, and the first exception stops it") {
    std::vector<std::atomic<int>> done(100);
    forEachInParallel(100, [&](int i) { ++done[static_cast<std::size_t>(i)]; });
    for (const auto& count : done)
        CHECK(count == 1);
    CHECK_THROWS_AS(forEachInParallel(100, [](int i) { i == 7 ? throw std::runtime_error("7") : void(); }),
                    std::runtime_error);
}

TEST_CASE("serial work stays on its thread, and ends with its scope") {
    const auto threads = [] {
        std::vector<std::thread::id> ids(64);
        forEachInParallel(64, [&](int i) { ids[static_cast<std::size_t>(i)] = std::this_thread::get_id(); });
        return std::set<std::thread::id>(ids.begin(), ids.end());
    };
    const std::set<std::thread::id> here{std::this_thread::get_id()};
    const SerialWork outer(false);
    {
        const SerialWork serial;
        CHECK(threads() == here);
        const SerialWork inner(false); // does not undo the outer one
        CHECK(threads() == here);
        std::set<std::thread::id> elsewhere;
        std::thread([&] { elsewhere = threads(); }).join();
        CHECK_FALSE(elsewhere.contains(std::this_thread::get_id()));
    }
    std::vector<int> once(1);
    forEachInParallel(1, [&](int i) { once[static_cast<std::size_t>(i)] = 1; });
    CHECK(once[0] == 1);
}
