#include "core/base/error.h"
#include "core/base/file.h"
#include "core/batch/answer_arrays.h"
#include "core/batch/batch_folder.h"
#include "core/batch/run_batch.h"
#include "core/batch/run_results.h"
#include "core/checkpoint/checkpoint.h"
#include "core/sweep/sweep_point.h"
#include "core/synth/drawn_clip.h"
#include "tests/core/analysis/support/small_clip.h"
#include "tests/core/analysis/support/tiny_checkpoint.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <set>

using namespace tvlt;

namespace {

namespace fs = std::filesystem;

constexpr int kDrawn = 5;

/// Drawn clips, a sound alone and a damaged file.
struct Bench {
    TempFolder folder;
    std::vector<fs::path> files;
    BatchSettings settings;

    Bench() {
        files = writeDrawnClips({folder / "clips", "clip", kDrawn, 1, {}, {1.0, 32, {8, 1}, 16000, true}, true});
        writeTone(folder / "clips/tone.wav", 1.0, 16000);
        std::ofstream(folder / "clips/torn.mp4") << "no clip";
        files.push_back(folder / "clips/tone.wav");
        files.push_back(folder / "clips/torn.mp4");
        settings.request.checkpoint = tinyCheckpoint();
        settings.request.classifier = tinyCheckpoint(TinyKind::Classification);
        settings.questions = allBatchQuestions();
        settings.ratios = {0.25, 0.75};
        settings.seeds = 2;
        settings.reach = 0.5;
        settings.step = 0.5;
    }

    [[nodiscard]] LedgerRun run(Shard shard = {}) const {
        LedgerRun made{batchSetup(settings).dump(), "{}", shard, {}};
        for (const fs::path& file : files)
            made.clips.push_back({file.filename().string(), file});
        return made;
    }
    BatchProgress runIn(const fs::path& out, Shard shard = {}, BatchThreads threads = {},
                        const BatchEvents& events = {}, const Job& job = {}) const {
        const auto ledger = openRun(out, run(shard), Begin::OrResume);
        return runBatch(settings, *ledger, files, threads, events, job);
    }
    [[nodiscard]] std::string table(const std::vector<fs::path>& folders) const {
        std::vector<fs::path> ledgers;
        for (const fs::path& path : folders)
            for (const fs::path& ledger : ledgersIn(path))
                ledgers.push_back(ledger);
        writeResultsCsv(folder / "table.csv", RunResults(ledgers));
        return readTextFile(folder / "table.csv");
    }
};

/// Rows of a clip in the table, without its name.
std::vector<std::string> rowsIn(const std::string& table, const std::string& clip) {
    std::istringstream lines(table);
    std::vector<std::string> rows;
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with(clip + ","))
            rows.push_back(line.substr(clip.size() + 1));
    return rows;
}

bool hasRow(const std::vector<std::string>& rows, const std::string& start) {
    return std::any_of(rows.begin(), rows.end(), [&](const std::string& row) { return row.starts_with(start); });
}

} // namespace

TEST_CASE("a batch answers every question about every clip, and a damaged clip is a row with its error") {
    const Bench bench;
    const fs::path out = bench.folder / "out";
    const BatchProgress progress = bench.runIn(out);
    CHECK(progress.planned == kDrawn + 2);
    CHECK(progress.done == progress.planned);
    CHECK(progress.failed == 2);
    const std::string table = bench.table({out});
    CHECK(table.starts_with("clip,question,measure,at,value,error\n"));
    const auto whole = rowsIn(table, "clip-0001.mkv");
    for (const char* row :
         {"reconstruct,pixel_loss,,", "reconstruct,audio_masked_mae_db,,",
          "sweep,pixel_loss_over_pixel_mask_ratio,0.25,", "sweep,audio_loss_over_audio_mask_ratio_deviation,0.75,",
          "classify,class,", "classify,class_probability,Sad,", "match,matching_probability,,",
          "match,sync_logit,-0.5,", "match,sync_heard,0,1,"})
        CHECK(hasRow(whole, row));
    const auto sound = rowsIn(table, "tone.wav");
    CHECK(hasRow(sound, "reconstruct,audio_loss,,"));
    CHECK_FALSE(hasRow(sound, "reconstruct,pixel_loss"));
    CHECK_FALSE(hasRow(sound, "sweep,audio_loss_over_pixel"));
    REQUIRE(hasRow(sound, "match,,,,"));
    CHECK(sound.back().find("picture and sound") != std::string::npos);
    const auto torn = rowsIn(table, "torn.mp4");
    REQUIRE(torn.size() == 1);
    CHECK(torn[0].starts_with(",,,,"));
    CHECK(torn[0].find("torn.mp4") != std::string::npos);

    // Every measure of a clip once.
    std::set<std::string> keys;
    for (const BatchRow& row : RunResults(ledgersIn(out)).clip(0).rows)
        CHECK(keys.insert(row.question + row.measure + "@" + row.at).second);
}

TEST_CASE("the table is the same whatever the threads, the shards and the order in which they are merged") {
    const Bench bench;
    (void)bench.runIn(bench.folder / "one");
    const std::string one = bench.table({bench.folder / "one"});
    (void)bench.runIn(bench.folder / "many", {}, {3, 2, 3, 2});
    CHECK(bench.table({bench.folder / "many"}) == one);
    for (const int index : {3, 1, 2})
        (void)bench.runIn(bench.folder / (index == 2 ? "a" : "b"), {index, 3});
    CHECK(bench.table({bench.folder / "a", bench.folder / "b"}) == one);
    CHECK(bench.table({bench.folder / "b", bench.folder / "a", bench.folder / "b"}) == one);
    CHECK(RunResults(ledgersIn(bench.folder / "b")).missing() == "shard 2/3 is missing: 2 of 7 clips");
    CHECK(bench.table({bench.folder / "b", bench.folder / "one"}) == one); // done twice, in another cut
}

TEST_CASE("a run that is stopped goes on where it was, and asks about no clip twice") {
    const Bench bench;
    (void)bench.runIn(bench.folder / "one");
    const fs::path out = bench.folder / "out";
    std::stop_source stop;
    std::atomic<int> written{0};
    BatchEvents events;
    events.finished = [&](const BatchProgress&) {
        ++written;
        stop.request_stop();
    };
    CHECK_THROWS_AS(bench.runIn(out, {}, {}, events, Job{stop.get_token(), {}}), Exception);
    const int before = written;
    CHECK(before >= 1);
    CHECK(before < kDrawn + 2);
    CHECK(static_cast<int>(Ledger::open(ledgerPath(out, {}))->finished().size()) == before);
    CHECK(RunResults(ledgersIn(out)).missing().find("not finished") != std::string::npos);
    events.finished = [&](const BatchProgress& progress) {
        ++written;
        CHECK(static_cast<int>(progress.before) == before);
    };
    CHECK(bench.runIn(out, {}, {}, events).done == kDrawn + 2);
    CHECK(written == kDrawn + 2);
    CHECK(bench.table({out}) == bench.table({bench.folder / "one"}));
    CHECK(RunResults(ledgersIn(out)).missing().empty());
}

TEST_CASE("a clip is finished only when its files are written") {
    const Bench bench;
    const fs::path out = bench.folder / "out";
    BatchEvents events;
    events.write = [&](const ClipAnswers& answers) {
        if (answers.clip.number == 2)
            throwBadInput("disk full", "disk");
        writeNpz(bench.folder / (clipStem(answers.clip.number, answers.clip.path) + ".npz"),
                 answerArrays(answers, BatchQuestion::Match));
    };
    CHECK_THROWS_WITH(bench.runIn(out, {}, {1, 1, 1, 1}, events), ContainsSubstring("disk full"));
    const auto finished = Ledger::open(ledgerPath(out, {}))->finished();
    CHECK(finished == std::vector<std::int64_t>{0, 1});
    CHECK(fs::file_size(bench.folder / "00001-clip-0001.npz") > 100);
}

TEST_CASE("of a clip that two ledgers hold, the one without an error counts") {
    const Bench bench;
    (void)bench.runIn(bench.folder / "one");
    const fs::path other = bench.folder / "other";
    LedgerClip failed;
    failed.number = 1;
    failed.rows = {{{}, {}, {}, std::nullopt, "a moment's trouble with the disk"}};
    {
        const auto ledger = openRun(other, bench.run(), Begin::Anew);
        ledger->add(failed);
    }
    const std::string one = bench.table({bench.folder / "one"});
    CHECK(bench.table({other, bench.folder / "one"}) == one);
    CHECK(bench.table({bench.folder / "one", other}) == one);

    LedgerRun strange = bench.run();
    strange.setup = "{}";
    (void)openRun(bench.folder / "strange", strange, Begin::Anew);
    CHECK_THROWS_WITH(bench.table({bench.folder / "one", bench.folder / "strange"}), ContainsSubstring("another run"));
}

TEST_CASE("questions that a checkpoint cannot answer are refused before anything is read") {
    Bench bench;
    bench.settings.request.checkpoint = tinyCheckpoint(TinyKind::Classification);
    for (const BatchQuestion question : {BatchQuestion::Reconstruct, BatchQuestion::Sweep, BatchQuestion::Match}) {
        bench.settings.questions = {question};
        CHECK_THROWS_AS(checkBatch(bench.settings), Exception);
    }
    bench.settings.questions = {BatchQuestion::Classify};
    checkBatch(bench.settings);
    bench.settings.request.checkpoint = tinyCheckpoint();
    bench.settings.request.classifier = nullptr;
    CHECK_THROWS_AS(checkBatch(bench.settings), Exception);
    bench.settings.questions = {BatchQuestion::Sweep};
    bench.settings.ratios = {1.5};
    CHECK_THROWS_AS(checkBatch(bench.settings), Exception);
}

TEST_CASE("what determines answers is in a run's settings, and what does not is not") {
    Bench bench;
    const auto before = batchSetup(bench.settings);
    const auto changed = [&](auto change) {
        BatchSettings other = bench.settings;
        change(other);
        return batchSetup(other) != before;
    };
    CHECK(changed([](BatchSettings& s) { s.mask.seed = 5; }));
    CHECK(changed([](BatchSettings& s) { s.mask.preset = MaskPreset::FutureFromPast; }));
    CHECK(changed([](BatchSettings& s) { s.start = 0.5; }));
    CHECK(changed([](BatchSettings& s) { s.request.frames = 2; }));
    CHECK(changed([](BatchSettings& s) { s.ratios = {0.5}; }));
    CHECK(changed([](BatchSettings& s) { s.questions.pop_back(); }));
    CHECK_FALSE(changed([](BatchSettings& s) { std::reverse(s.questions.begin(), s.questions.end()); }));
    // Weights are known by what is in them, wherever they lie, and those that lie nowhere by how they were made.
    const TempFolder folder;
    LoadOptions cached;
    cached.hubCache = folder.path();
    saveCheckpoint(*tinyCheckpoint(), folder / "models--some-org--tiny" / "snapshots" / "1");
    const auto weights = [&](std::shared_ptr<const Checkpoint> checkpoint) {
        BatchSettings asked = bench.settings;
        asked.request.checkpoint = std::move(checkpoint);
        return batchSetup(asked).at("checkpoint").at("weights");
    };
    CHECK(weights(loadCheckpoint("some-org/tiny", cached)) ==
          weights(loadCheckpoint((folder / "models--some-org--tiny" / "snapshots" / "1").string())));
    CHECK(weights(untrainedCheckpoint(1)) != weights(untrainedCheckpoint(2)));
    bench.settings.questions = {BatchQuestion::Classify};
    BatchSettings other = bench.settings;
    other.mask.seed = 5;
    CHECK(batchSetup(other) == batchSetup(bench.settings)); // no mask takes part in it
}
