#include "core/base/error.h"
#include "core/base/file.h"
#include "core/batch/batch_folder.h"
#include "core/batch/ledger.h"
#include "core/batch/sqlite.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <sys/wait.h>

#include <csignal>
#include <fstream>
#include <sqlite3.h>
#include <unistd.h>

using namespace tvlt;

namespace {

namespace fs = std::filesystem;

LedgerRun run(int clips = 3) {
    LedgerRun made{R"({"program":"1","seed":7})", "{}", {}, {}};
    for (int i = 0; i < clips; ++i)
        made.clips.push_back({"clips/" + std::to_string(i) + ".mp4", "/data/clips/" + std::to_string(i) + ".mp4"});
    return made;
}

LedgerClip clip(std::int64_t number, int rows = 2) {
    LedgerClip made;
    made.number = number;
    for (int i = 0; i < rows; ++i)
        made.rows.push_back({"reconstruct",
                             "measure " + std::to_string(i),
                             i == 0 ? "" : "0.5",
                             static_cast<double>(number) + 0.25 * i,
                             {}});
    made.segment = {0.5, 2.25};
    made.mask = "{}";
    made.notes = {"The clip has no sound.", "It is short."};
    made.thumbnail = Image(3, 2);
    made.thumbnail.rgb[4] = 200;
    return made;
}

LedgerClip torn(std::int64_t number) {
    LedgerClip made;
    made.number = number;
    made.rows = {{{}, {}, {}, std::nullopt, "clips/torn.mp4: is no media file"}};
    return made;
}

std::string whatOf(const std::function<void()>& act) {
    try {
        act();
    } catch (const Exception& e) {
        return e.error().message();
    }
    return {};
}

} // namespace

TEST_CASE("a ledger gives back what was put in, also to another program") {
    const TempFolder folder;
    const fs::path path = folder / "ledger.sqlite";
    {
        const auto ledger = Ledger::openOrBegin(path, run());
        CHECK(ledger->finished().empty());
        ledger->add(clip(2));
        ledger->add(torn(0));
    }
    const auto ledger = Ledger::open(path);
    REQUIRE(ledger);
    CHECK(ledger->run().setup == run().setup);
    CHECK(ledger->run().clips == run().clips);
    CHECK(ledger->finished() == std::vector<std::int64_t>{0, 2});
    CHECK(ledger->failed() == std::vector<std::int64_t>{0});
    const LedgerClip read = ledger->clip(2), put = clip(2);
    CHECK(read.rows == put.rows);
    CHECK(read.segment == put.segment);
    CHECK(read.notes == put.notes);
    CHECK(read.thumbnail.width == 3);
    CHECK(read.thumbnail.rgb == put.thumbnail.rgb);
    CHECK_FALSE(read.failed());
    CHECK(ledger->clip(0).failed());
    CHECK(ledger->clip(0).thumbnail.empty());
    CHECK_THROWS_AS(ledger->clip(1), Exception);
}

TEST_CASE("a clip that is finished stays as it is, and only failed ones are forgotten") {
    const TempFolder folder;
    const auto ledger = Ledger::openOrBegin(folder / "ledger.sqlite", run());
    ledger->add(clip(1));
    LedgerClip again = clip(1, 5);
    ledger->add(again);
    CHECK(ledger->clip(1).rows == clip(1).rows);
    ledger->add(torn(0));
    ledger->forgetFailed();
    CHECK(ledger->finished() == std::vector<std::int64_t>{1});
    CHECK(ledger->failed().empty());
    ledger->add(clip(0));
    CHECK(ledger->clip(0).rows == clip(0).rows); // nothing of the error is left
}

TEST_CASE("a program that is killed while it writes leaves whole clips, and those that it had told of") {
    constexpr int kClips = 400;
    constexpr int kRows = 60;
    const TempFolder folder;
    const fs::path path = folder / "ledger.sqlite";
    (void)Ledger::openOrBegin(path, run(kClips));
    std::int64_t told = -1;
    // Killed several times, each time in the middle of some clip; the next program goes on where it was.
    for (int round = 0; round < 6; ++round) {
        int ends[2];
        REQUIRE(pipe(ends) == 0);
        const pid_t child = fork();
        if (child == 0) {
            const auto ledger = Ledger::openOrBegin(path, run(kClips));
            for (std::int64_t number = static_cast<std::int64_t>(ledger->finished().size()); number < kClips;
                 ++number) {
                ledger->add(clip(number, kRows));
                if (write(ends[1], &number, sizeof number) != sizeof number)
                    break;
            }
            _exit(0);
        }
        close(ends[1]);
        for (int i = 0; i < 7 + 3 * round; ++i)
            REQUIRE(read(ends[0], &told, sizeof told) == sizeof told);
        kill(child, SIGKILL);
        while (read(ends[0], &told, sizeof told) == sizeof told) {
        }
        close(ends[0]);
        int status = 0;
        waitpid(child, &status, 0);
        REQUIRE(WIFSIGNALED(status));

        const auto ledger = Ledger::open(path);
        REQUIRE(ledger);
        const auto finished = ledger->finished();
        REQUIRE(static_cast<std::int64_t>(finished.size()) > told);
        for (std::size_t i = 0; i < finished.size(); ++i) {
            REQUIRE(finished[i] == static_cast<std::int64_t>(i));
            REQUIRE(ledger->clip(finished[i]).rows.size() == kRows);
        }
    }
}

TEST_CASE("two programs that write one ledger leave each clip in it once") {
    const TempFolder folder;
    const fs::path path = folder / "ledger.sqlite";
    std::vector<pid_t> children;
    for (int program = 0; program < 2; ++program) {
        children.push_back(fork());
        if (children.back() == 0) {
            try {
                const auto ledger = Ledger::openOrBegin(path, run(40));
                for (std::int64_t number = 0; number < 40; ++number)
                    ledger->add(clip(number));
                _exit(0);
            } catch (...) {
                _exit(1);
            }
        }
    }
    for (const pid_t child : children) {
        int status = 0;
        waitpid(child, &status, 0);
        CHECK(status == 0);
    }
    const auto ledger = Ledger::open(path);
    CHECK(ledger->finished().size() == 40);
    CHECK(ledger->clip(39).rows == clip(39).rows);
}

TEST_CASE("a file that is no ledger, a damaged and an empty one are told apart") {
    const TempFolder folder;
    const fs::path text = folder / "text.sqlite", cut = folder / "cut.sqlite", empty = folder / "empty.sqlite";
    std::ofstream(text) << std::string(4096, 'x');
    CHECK(whatOf([&] { (void)Ledger::open(text); }).find("is no ledger") != std::string::npos);
    std::ofstream(empty).flush();
    CHECK(Ledger::open(empty) == nullptr);
    CHECK(whatOf([&] { (void)Ledger::open(folder / "none.sqlite"); }).find("no such file") != std::string::npos);
    {
        const auto ledger = Ledger::openOrBegin(cut, run());
        for (std::int64_t number = 0; number < 3; ++number)
            ledger->add(clip(number, 200));
    }
    fs::resize_file(cut, fs::file_size(cut) / 2);
    const std::string what = whatOf([&] {
        const auto ledger = Ledger::open(cut);
        for (std::int64_t number = 0; number < 3; ++number)
            (void)ledger->clip(number);
    });
    CHECK(what.find("damaged") != std::string::npos);
}

TEST_CASE("a ledger whose table is a view that never ends is refused") {
    const TempFolder folder;
    const fs::path path = folder / "ledger.sqlite";
    (void)Ledger::openOrBegin(path, run());
    const char* endless = "PRAGMA foreign_keys = OFF; DROP TABLE planned; CREATE VIEW planned AS "
                          "WITH RECURSIVE n(clip) AS (VALUES(0) UNION ALL SELECT clip + 1 FROM n) "
                          "SELECT clip, 'a' AS name, 'b' AS path FROM n;";
    sqlite3* plain = nullptr; // as a stranger writes it
    REQUIRE(sqlite3_open(path.c_str(), &plain) == SQLITE_OK);
    REQUIRE(sqlite3_exec(plain, endless, nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(plain);
    CHECK_FALSE(whatOf([&] { (void)Ledger::open(path); }).empty());
}

TEST_CASE("a ledger of a newer program is refused and left as it is") {
    const TempFolder folder;
    const fs::path path = folder / "ledger.sqlite";
    (void)Ledger::openOrBegin(path, run());
    sqlite::Database(path, sqlite::IfMissing::Fail).execute("PRAGMA user_version = 2");
    const std::string before = readTextFile(path);
    CHECK_THAT(whatOf([&] { (void)Ledger::openOrBegin(path, run()); }), ContainsSubstring("newer version"));
    CHECK(readTextFile(path) == before);
}

TEST_CASE("a folder takes no other run, and says what differs") {
    const TempFolder folder;
    const fs::path out = folder / "new/out";
    (void)openRun(out, run(), Begin::OrResume);
    (void)openRun(out, run(), Begin::OrResume);
    CHECK(whatOf([&] { (void)openRun(out, run(), Begin::Anew); }).find("--resume") != std::string::npos);
    LedgerRun other = run();
    other.setup = R"({"program":"1","seed":8})";
    CHECK(whatOf([&] { (void)openRun(out, other, Begin::OrResume); }).find("seed is 8, was 7") != std::string::npos);
    LedgerRun more = run(4);
    CHECK(whatOf([&] { (void)openRun(out, more, Begin::OrResume); }).find("there are 4 clips, and there were 3") !=
          std::string::npos);
    LedgerRun renamed = run();
    renamed.clips[1].name = "b.mp4";
    CHECK(whatOf([&] { (void)openRun(out, renamed, Begin::OrResume); }).find("clip 2 is b.mp4") != std::string::npos);
    LedgerRun part = run();
    part.shard = {1, 4};
    CHECK(whatOf([&] { (void)openRun(out, part, Begin::OrResume); }).find("was cut into 1 parts") != std::string::npos);
    LedgerRun moved = run();
    moved.origin = R"({"checkpoint":"elsewhere"})";
    moved.clips[0].path = "/mnt/0.mp4";
    CHECK(openRun(out, moved, Begin::OrResume)->run().clips[0].path == "/data/clips/0.mp4");
}

TEST_CASE("shards of one run share a folder, other cuts and settings do not") {
    const TempFolder folder;
    LedgerRun part = run();
    part.shard = {2, 4};
    (void)openRun(folder.path(), part, Begin::Anew);
    part.shard = {3, 4};
    (void)openRun(folder.path(), part, Begin::Anew);
    CHECK(fs::exists(folder / "ledger-3-of-4.sqlite"));
    part.shard = {3, 5};
    CHECK(whatOf([&] { (void)openRun(folder.path(), part, Begin::Anew); }).find("4 parts") != std::string::npos);
    part.shard = {1, 4};
    part.setup = R"({"program":"2","seed":7})";
    CHECK(whatOf([&] { (void)openRun(folder.path(), part, Begin::Anew); }).find("program is \"2\"") !=
          std::string::npos);
    CHECK(ledgersIn(folder.path()).size() == 2);
}
