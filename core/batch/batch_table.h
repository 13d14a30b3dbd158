#pragma once

#include "core/base/job.h"
#include "core/batch/run_results.h"
#include "core/session/session.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tvlt {

/// One measure over all clips.
struct BatchColumn {
    std::string question;
    std::string measure;
    std::string at; ///< of a measure that was taken at many places of each clip: which one; else empty
    std::vector<std::optional<double>> values; ///< one a clip of the table
    /// Of a measure that each clip has once: where it was taken, as a class's name; empty: nowhere special.
    std::vector<std::string> places;
};
/// For people: "reconstruct: pixel loss", "match: sync logit at 0.25".
[[nodiscard]] std::string columnTitle(const BatchColumn& column);
/// For command lines: "reconstruct:pixel_loss", "match:sync_logit@0.25".
[[nodiscard]] std::string columnKey(const BatchColumn& column);

/// The results of a run with a line a clip and a column a measure: plain values.
struct BatchTable {
    struct Clip {
        std::int64_t number = 0;
        std::string name;
        std::filesystem::path path;
        std::string errors; ///< a line each; empty: none
        std::vector<std::string> notes;
        Segment segment;
        std::string mask; ///< JSON, see LedgerClip
        Image thumbnail;
    };
    std::vector<Clip> clips;          ///< the finished ones, in the order of the plan
    std::vector<BatchColumn> columns; ///< in the order of the rows of results.csv
    std::size_t planned = 0;
    std::string missing; ///< RunResults::missing()
    std::string setup;   ///< LedgerRun's
    std::string origin;
    std::string checkpoint; ///< its name
    std::string label;      ///< what it calls itself: "untrained"
};

[[nodiscard]] BatchTable batchTable(const RunResults& results, const Job& job = {});
/// The table of the run whose ledgers are in `folder`. Throws Exception.
[[nodiscard]] BatchTable readBatchTable(const std::filesystem::path& folder, const Job& job = {});

/// Index of the column with this key. Throws BadInput, listing the keys there are.
[[nodiscard]] std::size_t findColumn(const BatchTable& table, const std::string& key);

/// What opens a clip with the settings that it was asked with: checkpoint, segment, recipe and mask.
[[nodiscard]] Session batchSession(const BatchTable& table, const BatchTable::Clip& clip);
/// A text of LedgerRun::origin; empty where there is none.
[[nodiscard]] std::string originText(const std::string& origin, const char* name);
/// Path or hub id of the classifier that the run named; empty: none.
[[nodiscard]] std::string batchClassifier(const BatchTable& table);

} // namespace tvlt
