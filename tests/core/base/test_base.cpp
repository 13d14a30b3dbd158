#include "core/base/file.h"
#include "core/base/job.h"
#include "core/base/json_file.h"
#include "core/base/printable.h"
#include "core/base/result.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <nlohmann/json.hpp>

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

TEST_CASE("text from a file is made printable: one line, no commands, valid UTF-8") {
    CHECK(printable("plain, Grüße, 数, \U0001F3A5") == "plain, Grüße, 数, \U0001F3A5");
    CHECK(printable("a\nb\tc\x1b[31m\x7f") == "a\\nb\\tc\\x1b[31m\\x7f");
    CHECK(printable("\xc2\x9b"
                    "2J") == "\\x9b2J");
    CHECK(printable("\u202Egpj.exe\u2066\u2028") == "\\u202egpj.exe\\u2066\\u2028");
    CHECK(printable("a\xff\xc0\xaf"
                    "b") == "a\uFFFD\uFFFD\uFFFDb");
    CHECK(printable("\xed\xa0\x80") == "\uFFFD\uFFFD\uFFFD"); // a surrogate
    CHECK(printable("\xe6\x95") == "\uFFFD\uFFFD");
    CHECK(printable(std::string("\0", 1)) == "\\x00");
    const std::string cut = printable(std::string(1000, 'a') + std::string(1000, 'b'), 90);
    CHECK(cut == std::string(60, 'a') + "…" + std::string(30, 'b'));
    std::string wide;
    for (int i = 0; i < 400; ++i)
        wide += "数";
    for (std::size_t most = 30; most < 40; ++most) {
        const std::string short_ = printable(wide, most);
        CHECK(isUtf8(short_));
        CHECK(short_.find("\uFFFD") == std::string::npos);
        CHECK(short_.size() <= most + 3);
    }
    // What was shown is shown again as it is, also where escapes made it longer than `most`.
    std::string marks;
    for (int i = 0; i < 100; ++i)
        marks += "\u202E<b>\xff";
    for (std::size_t most = 30; most < 40; ++most) {
        const std::string once = printable(marks, most);
        CHECK(once.size() <= most + 3);
        CHECK(printable(once, most) == once);
    }
}

TEST_CASE("an error quotes a hostile file without doing what it says") {
    try {
        throwBadInput("is '\x1b]0;owned\x07'", "evil\nname" + std::string(1'000'000, 'x'));
    } catch (const Exception& e) {
        CHECK(e.error().what == "is '\\x1b]0;owned\\x07'");
        CHECK(e.error().where.size() < 2000);
        CHECK(std::string(e.what()).find('\n') == std::string::npos);
    }
}

TEST_CASE("JSON is parsed within bounds") {
    CHECK(parseJson(R"({"a":[1,2,{"b":null}]})", "x")["a"].size() == 3);
    CHECK_THROWS_WITH(parseJson("{\n \"a\": 1,\n}", "x"), ContainsSubstring("x:3:1: is not valid JSON"));
    CHECK_THROWS_AS(parseJson("", "x"), JsonSyntaxError);
    CHECK_THROWS_AS(parseJson("{\"a\":\"\xff\"}", "x"), JsonSyntaxError);
    CHECK_THROWS_AS(parseJson("1e999", "x"), JsonSyntaxError);
    CHECK_THROWS_WITH(parseJson(std::string(1'000'000, '['), "x"), ContainsSubstring("more than 64 levels"));
    std::string objects;
    for (int i = 0; i < 1'000'000; ++i)
        objects += R"({"a":)";
    CHECK_THROWS_WITH(parseJson(objects, "x"), ContainsSubstring("more than 64 levels"));
    CHECK_THROWS_WITH(parseJson("[1,2,3]", "x", {.values = 3}), ContainsSubstring("more than 3 values"));
    CHECK_NOTHROW(parseJson("[1,2,3]", "x", {.values = 4}));
    CHECK_THROWS_WITH(parseJson(R"({"a":1,"b":{"a":1},"a":2})", "x", {.namesOnce = true}),
                      ContainsSubstring("names 'a' twice"));
    CHECK_NOTHROW(parseJson(R"([{"a":1},{"a":1,"b":{"a":1}}])", "x", {.namesOnce = true}));
}

TEST_CASE("a file with a long name is written whole") {
    const TempFolder folder;
    const auto path = folder / (std::string(250, 'n') + ".json");
    writeFileAtomically(path, "whole");
    CHECK(readTextFile(path) == "whole");
    CHECK(std::distance(std::filesystem::directory_iterator(folder.path()), {}) == 1);
}
