#include "core/base/file.h"
#include "core/base/job.h"
#include "core/base/result.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <fstream>

using namespace tvlt;

TEST_CASE("an error's message says where, what and what to try") {
    const Error error{Error::Kind::BadInput, "is not a media file", "a.mp4", "Try another one."};
    CHECK(error.message() == "a.mp4: is not a media file. Try another one.");
}

TEST_CASE("guard turns exceptions into errors and passes values on") {
    CHECK(guard([] { return 3; }).value() == 3);
    const auto failed = guard([]() -> int { throwNotFound("gone", "x"); });
    REQUIRE_FALSE(failed.ok());
    CHECK(failed.error().kind == Error::Kind::NotFound);
    CHECK(guard([]() -> int { throw std::bad_alloc(); }).error().kind == Error::Kind::OutOfMemory);
    CHECK(guard([]() -> int { throw std::runtime_error("line one\nbacktrace"); }).error().what == "line one");
    CHECK(guard([] {}).ok());
}

TEST_CASE("a failed write leaves the old file whole and no temporary one") {
    TempFolder folder;
    const auto path = folder / "figure.txt";
    writeFileAtomically(path, "old");
    CHECK_THROWS(writeAtomically(path, [](const auto& temporary) {
        std::ofstream(temporary) << "half";
        throw std::runtime_error("disk full");
    }));
    CHECK(readTextFile(path) == "old");
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}

TEST_CASE("reading says what is wrong with a path") {
    TempFolder folder;
    CHECK_THROWS_WITH(readTextFile(folder / "none"), ContainsSubstring("no such file"));
    CHECK_THROWS_WITH(readTextFile(folder.path()), ContainsSubstring("folder"));
    writeFileAtomically(folder / "long", "12345");
    CHECK_THROWS_WITH(readFile(folder / "long", 4), ContainsSubstring("more than"));
}

TEST_CASE("a job reports its parts within the whole and stops when asked") {
    double last = 0;
    std::stop_source source;
    const Job job{source.get_token(), [&](double f, std::string_view) { last = f; }};
    job.part(0.5, 1.0).progress(0.5, "half");
    CHECK(last == Approx(0.75));
    CHECK_NOTHROW(job.check());
    source.request_stop();
    CHECK(guard([&] { job.check(); }).error().kind == Error::Kind::Cancelled);
}

TEST_CASE("a folder is replaced whole, or left as it was") {
    TempFolder folder;
    const auto path = folder / "checkpoint";
    const auto fill = [](const char* text) {
        return [text](const std::filesystem::path& fresh) { writeFileAtomically(fresh / "file", text); };
    };
    replaceFolder(path, fill("one"));
    CHECK(readTextFile(path / "file") == "one");
    writeFileAtomically(path / "more", "only in the old one");
    replaceFolder(path, fill("two"));
    CHECK(readTextFile(path / "file") == "two");
    CHECK_FALSE(std::filesystem::exists(path / "more"));
    CHECK_THROWS(replaceFolder(path, [&](const std::filesystem::path& fresh) {
        fill("three")(fresh);
        throw std::runtime_error("disk full");
    }));
    CHECK(readTextFile(path / "file") == "two");
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}
