#include "core/base/error.h"
#include "core/batch/batch_folder.h"
#include "core/batch/batch_table.h"
#include "core/batch/histogram.h"
#include "core/batch/measure_export.h"
#include "tests/support/catch.h"
#include "tests/support/temp_folder.h"

#include <cmath>
#include <numeric>

using namespace tvlt;

namespace {

LedgerClip clip(std::int64_t number, std::vector<BatchRow> rows) {
    LedgerClip made;
    made.number = number;
    made.rows = std::move(rows);
    made.segment = {0.5, 2.0};
    made.mask = R"({"format":"tvlt-mask","version":1,"pixel_mask_ratio":0.4,"seed":9})";
    return made;
}

const BatchColumn& column(const BatchTable& table, const std::string& key) {
    for (const BatchColumn& found : table.columns)
        if (columnKey(found) == key)
            return found;
    FAIL("no column " + key);
    return table.columns.front();
}

/// Three clips: the second has no picture, the third is damaged; a fourth is not finished.
BatchTable someTable(const TempFolder& folder) {
    LedgerRun run{R"({"recipe":"hf"})", R"({"checkpoint":"/models/x","classifier":"/models/c"})", {}, {}};
    for (int i = 0; i < 4; ++i)
        run.clips.push_back({"clips/" + std::to_string(i) + ".mp4", "/data/" + std::to_string(i) + ".mp4"});
    const auto ledger = openRun(folder.path(), run, Begin::Anew);
    ledger->add(clip(0, {{"reconstruct", "pixel_loss", "", 0.25, ""},
                         {"reconstruct", "audio_loss", "", 0.5, ""},
                         {"classify", "class", "dog", 0.9, ""},
                         {"match", "sync_logit", "-1", 3.0, ""},
                         {"match", "sync_logit", "0", 4.0, ""}}));
    ledger->add(clip(1, {{"reconstruct", "audio_loss", "", 0.75, ""},
                         {"reconstruct", "audio_visible_mse", "", std::nullopt, ""},
                         {"classify", "class", "cat", 0.6, ""},
                         {"match", "", "", std::nullopt, "has no picture"}}));
    LedgerClip torn;
    torn.number = 2;
    torn.rows = {{"", "", "", std::nullopt, "is no media file"}};
    ledger->add(torn);
    return readBatchTable(folder.path());
}

} // namespace

TEST_CASE("a batch has a line a clip and a column a measure, of many places one column each") {
    const TempFolder folder;
    const BatchTable table = someTable(folder);
    REQUIRE(table.clips.size() == 3);
    CHECK(table.planned == 4);
    CHECK(table.missing == "the run is not finished: 1 of 4 clips");
    CHECK(column(table, "reconstruct:pixel_loss").values ==
          std::vector<std::optional<double>>{0.25, std::nullopt, std::nullopt});
    CHECK(column(table, "classify:class").places == std::vector<std::string>{"dog", "cat", ""});
    CHECK(column(table, "match:sync_logit@-1").values[0] == 3.0);
    CHECK(column(table, "match:sync_logit@0").values[0] == 4.0);
    CHECK(table.columns.back().question == "match"); // questions stay together
    CHECK(columnTitle(column(table, "match:sync_logit@0")) == "match: sync logit at 0");
    CHECK(findColumn(table, "reconstruct:audio_loss") == 1);
    CHECK_THROWS_WITH(findColumn(table, "match:nothing"), ContainsSubstring("match:sync_logit@-1"));
    CHECK(table.clips[1].errors == "match: has no picture");
    CHECK(table.clips[2].errors == "is no media file");
    CHECK(table.clips[0].errors.empty());
}

TEST_CASE("columns of a batch leave it as a table and as arrays") {
    const TempFolder folder;
    const BatchTable table = someTable(folder);
    CHECK(measuresCsv(table, {0, 1}) == "clip,reconstruct:pixel_loss,reconstruct:audio_loss\n"
                                        "clips/0.mp4,0.25,0.5\nclips/1.mp4,,0.75\nclips/2.mp4,,\n");
    const auto arrays = measureArrays(table, {0, 1});
    REQUIRE(arrays.size() == 3);
    CHECK(arrays[1].name == "reconstruct:pixel_loss");
    CHECK(arrays[1].shape == std::vector<std::int64_t>{3});
}

TEST_CASE("a line leads back to checkpoint, segment, recipe and mask") {
    const TempFolder folder;
    const BatchTable table = someTable(folder);
    const Session session = batchSession(table, table.clips[0]);
    CHECK(session.clip == std::vector<std::filesystem::path>{"/data/0.mp4"});
    CHECK(session.checkpoint == "/models/x");
    CHECK(session.recipe == Recipe::Hf);
    CHECK(session.segment == Segment{0.5, 2.0});
    REQUIRE(session.mask);
    CHECK(session.mask->pixelRatio == 0.4);
    CHECK(session.mask->seed == 9);
    CHECK(batchClassifier(table) == "/models/c");
    const Session torn = batchSession(table, table.clips[2]);
    CHECK_FALSE(torn.segment);
    CHECK_FALSE(torn.mask);
}

TEST_CASE("a histogram counts every value once, in bins of one width") {
    std::vector<std::optional<double>> values{std::nullopt, std::nan("")};
    for (int i = 0; i < 1000; ++i)
        values.emplace_back(std::sin(i) * std::sin(i));
    const Histogram histogram = histogramOf(values);
    CHECK(std::accumulate(histogram.counts.begin(), histogram.counts.end(), 0) == 1000);
    CHECK(histogram.counts.size() > 5);
    CHECK(histogram.counts.size() <= 60);
    CHECK(histogram.low + histogram.width * static_cast<double>(histogram.counts.size()) == Approx(1.0).margin(1e-3));
    CHECK(histogram.counts.front() > histogram.counts[histogram.counts.size() / 2]); // the arcsine law's ends

    CHECK(histogramOf({std::nullopt}).counts.empty());
    const Histogram same = histogramOf({2.0, 2.0, 2.0});
    CHECK(same.counts == std::vector<int>{3});
    CHECK(same.low < 2.0);
    CHECK(same.low + same.width > 2.0);
    CHECK(histogramOf({0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 9.0}).counts == std::vector<int>{8, 0, 1});
}
