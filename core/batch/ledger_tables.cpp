#include "core/batch/ledger_tables.h"

#include "core/base/error.h"

#include <sstream>

namespace tvlt::ledger {

namespace {

constexpr std::int64_t kVersion = 1;
constexpr std::int64_t kProgram = 0x54564c54; // "TVLT": what `file` and SQLite call the application id
constexpr std::int64_t kMostSide = 512;       // of a thumbnail, pixels

constexpr const char* kTables = R"(
PRAGMA application_id = 1414941780;
PRAGMA user_version = 1;
CREATE TABLE run (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE planned (clip INTEGER PRIMARY KEY, name TEXT NOT NULL, path TEXT NOT NULL);
CREATE TABLE finished (
    clip INTEGER PRIMARY KEY REFERENCES planned, start REAL NOT NULL, duration REAL NOT NULL, mask TEXT NOT NULL,
    notes TEXT NOT NULL, thumbnail_width INTEGER NOT NULL, thumbnail_height INTEGER NOT NULL, thumbnail BLOB NOT NULL);
CREATE TABLE answer (
    clip INTEGER NOT NULL REFERENCES finished ON DELETE CASCADE, place INTEGER NOT NULL, question TEXT NOT NULL,
    measure TEXT NOT NULL, at TEXT NOT NULL, value REAL, error TEXT NOT NULL, PRIMARY KEY (clip, place)) WITHOUT ROWID;
)";
static_assert(kProgram == 1414941780 && kVersion == 1);

std::int64_t pragma(sqlite::Database& database, const char* question) {
    auto asked = database.prepare(question);
    return asked.step() ? asked.integer(0) : 0;
}

std::vector<std::int64_t> numbers(sqlite::Database& database, const char* question) {
    std::vector<std::int64_t> found;
    auto asked = database.prepare(question);
    while (asked.step())
        found.push_back(asked.integer(0));
    return found;
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines)
        text += (text.empty() ? "" : "\n") + line;
    return text;
}

std::vector<std::string> linesOf(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

/// Empty where width, height and bytes do not agree.
Image thumbnailOf(std::int64_t width, std::int64_t height, std::span<const std::uint8_t> bytes) {
    if (width < 1 || height < 1 || width > kMostSide || height > kMostSide ||
        bytes.size() != static_cast<std::size_t>(width * height * 3))
        return {};
    Image image(static_cast<int>(width), static_cast<int>(height));
    image.rgb.assign(bytes.begin(), bytes.end());
    return image;
}

} // namespace

bool hasTables(sqlite::Database& database, const std::string& where) {
    if (pragma(database, "SELECT count(*) FROM sqlite_schema") == 0)
        return false;
    if (pragma(database, "PRAGMA application_id") != kProgram)
        throwBadInput("is no ledger of a batch", where, "Name the folder that tvlt batch wrote.");
    if (pragma(database, "PRAGMA user_version") > kVersion)
        throwUnsupported("was written by a newer version of this program", where,
                         "Open it with that one, or run the batch again.");
    return true;
}

void writeRun(sqlite::Database& database, const LedgerRun& run) {
    database.execute(kTables);
    auto fact = database.prepare("INSERT INTO run VALUES (?, ?)");
    for (const auto& [name, value] : {std::pair<std::string_view, std::string_view>{"setup", run.setup},
                                      {"origin", run.origin},
                                      {"shard", shardText(run.shard)}}) {
        fact.bind(1, name);
        fact.bind(2, value);
        fact.run();
    }
    auto planned = database.prepare("INSERT INTO planned VALUES (?, ?, ?)");
    for (std::size_t i = 0; i < run.clips.size(); ++i) {
        planned.bind(1, static_cast<std::int64_t>(i));
        planned.bind(2, std::string_view(run.clips[i].name));
        planned.bind(3, std::string_view(run.clips[i].path.native()));
        planned.run();
    }
}

LedgerRun readRun(sqlite::Database& database, const std::string& where) {
    LedgerRun run;
    auto fact = database.prepare("SELECT name, value FROM run");
    while (fact.step()) {
        const std::string name = fact.text(0);
        if (name == "setup")
            run.setup = fact.text(1);
        else if (name == "origin")
            run.origin = fact.text(1);
        else if (name == "shard")
            run.shard = shardFromText(fact.text(1));
    }
    auto planned = database.prepare("SELECT clip, name, path FROM planned ORDER BY clip");
    while (planned.step()) {
        if (planned.integer(0) != static_cast<std::int64_t>(run.clips.size()))
            throwBadInput("is damaged: its plan has gaps", where, "Take the file away and run the batch again.");
        run.clips.push_back({planned.text(1), planned.text(2)});
    }
    return run;
}

std::vector<std::int64_t> finishedClips(sqlite::Database& database) {
    return numbers(database, "SELECT clip FROM finished ORDER BY clip");
}

std::vector<std::int64_t> failedClips(sqlite::Database& database) {
    return numbers(database, "SELECT DISTINCT clip FROM answer WHERE error != '' ORDER BY clip");
}

void writeClip(sqlite::Database& database, const LedgerClip& clip) {
    auto finished = database.prepare("INSERT INTO finished VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    finished.bind(1, clip.number);
    finished.bind(2, clip.segment.start);
    finished.bind(3, clip.segment.duration);
    finished.bind(4, std::string_view(clip.mask));
    finished.bind(5, std::string_view(joined(clip.notes)));
    finished.bind(6, static_cast<std::int64_t>(clip.thumbnail.width));
    finished.bind(7, static_cast<std::int64_t>(clip.thumbnail.height));
    finished.bind(8, std::span(clip.thumbnail.rgb));
    finished.run();
    auto answer = database.prepare("INSERT INTO answer VALUES (?, ?, ?, ?, ?, ?, ?)");
    for (std::size_t place = 0; place < clip.rows.size(); ++place) {
        const BatchRow& row = clip.rows[place];
        answer.bind(1, clip.number);
        answer.bind(2, static_cast<std::int64_t>(place));
        answer.bind(3, std::string_view(row.question));
        answer.bind(4, std::string_view(row.measure));
        answer.bind(5, std::string_view(row.at));
        answer.bind(6, row.value);
        answer.bind(7, std::string_view(row.error));
        answer.run();
    }
}

std::optional<LedgerClip> readClip(sqlite::Database& database, std::int64_t number) {
    auto finished =
        database.prepare("SELECT start, duration, mask, notes, thumbnail_width, thumbnail_height, thumbnail "
                         "FROM finished WHERE clip = ?");
    finished.bind(1, number);
    if (!finished.step())
        return std::nullopt;
    LedgerClip clip;
    clip.number = number;
    clip.segment = {finished.real(0).value_or(0.0), finished.real(1).value_or(0.0)};
    clip.mask = finished.text(2);
    clip.notes = linesOf(finished.text(3));
    clip.thumbnail = thumbnailOf(finished.integer(4), finished.integer(5), finished.bytes(6));
    auto answer =
        database.prepare("SELECT question, measure, at, value, error FROM answer WHERE clip = ? ORDER BY place");
    answer.bind(1, number);
    while (answer.step())
        clip.rows.push_back({answer.text(0), answer.text(1), answer.text(2), answer.real(3), answer.text(4)});
    return clip;
}

} // namespace tvlt::ledger
