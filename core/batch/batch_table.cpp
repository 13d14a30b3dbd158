#include "core/batch/batch_table.h"

#include "core/base/error.h"
#include "core/batch/batch_folder.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace tvlt {

namespace {

/// Question and measure.
using Measure = std::pair<std::string, std::string>;

/// The measures that some clip has more than once.
std::set<Measure> repeated(const std::vector<LedgerClip>& clips) {
    std::set<Measure> found;
    for (const LedgerClip& clip : clips) {
        std::set<Measure> known;
        for (const BatchRow& row : clip.rows)
            if (!known.insert({row.question, row.measure}).second)
                found.insert({row.question, row.measure});
    }
    return found;
}

std::string errorsOf(const LedgerClip& clip) {
    std::string errors;
    for (const BatchRow& row : clip.rows)
        if (!row.error.empty())
            errors += (errors.empty() ? "" : "\n") + (row.question.empty() ? "" : row.question + ": ") + row.error;
    return errors;
}

/// Finds the column of a row, or begins it.
class Columns {
  public:
    Columns(std::vector<BatchColumn>& columns, std::set<Measure> repeated, std::size_t clips)
        : columns_(columns), repeated_(std::move(repeated)), clips_(clips) {}

    void put(const BatchRow& row, std::size_t clip) {
        const bool many = repeated_.contains({row.question, row.measure});
        BatchColumn& column = columnOf({row.question, row.measure, many ? row.at : std::string()});
        column.values[clip] = row.value;
        if (!many)
            column.places[clip] = row.at;
    }

  private:
    using Key = std::tuple<std::string, std::string, std::string>;

    BatchColumn& columnOf(const Key& key) {
        const auto [found, fresh] = places_.emplace(key, columns_.size());
        if (fresh)
            columns_.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key),
                                std::vector<std::optional<double>>(clips_), std::vector<std::string>(clips_)});
        return columns_[found->second];
    }

    std::vector<BatchColumn>& columns_;
    std::set<Measure> repeated_;
    std::size_t clips_;
    std::map<Key, std::size_t> places_;
};

/// A clip of another length or without sound may have brought columns late: questions stay together.
void sortByQuestion(std::vector<BatchColumn>& columns) {
    std::map<std::string, std::size_t> first;
    for (std::size_t i = 0; i < columns.size(); ++i)
        first.emplace(columns[i].question, i);
    std::stable_sort(columns.begin(), columns.end(), [&](const BatchColumn& a, const BatchColumn& b) {
        return first.at(a.question) < first.at(b.question);
    });
}

} // namespace

std::string columnTitle(const BatchColumn& column) {
    std::string words = column.measure;
    std::replace(words.begin(), words.end(), '_', ' ');
    return column.question + ": " + words + (column.at.empty() ? "" : " at " + column.at);
}

std::string columnKey(const BatchColumn& column) {
    return column.question + ":" + column.measure + (column.at.empty() ? "" : "@" + column.at);
}

std::size_t findColumn(const BatchTable& table, const std::string& key) {
    std::string all;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const std::string found = columnKey(table.columns[i]);
        if (found == key)
            return i;
        all += (all.empty() ? "" : ", ") + found;
    }
    throwBadInput("the batch has no such measure", key, all.empty() ? "It has none." : "There are " + all + ".");
}

BatchTable batchTable(const RunResults& results, const Job& job) {
    BatchTable table;
    table.planned = results.run().clips.size();
    table.missing = results.missing();
    table.setup = results.run().setup;
    table.origin = results.run().origin;
    table.checkpoint = originText(table.origin, "checkpoint_name");
    table.label = originText(table.origin, "checkpoint_label");
    std::vector<LedgerClip> clips;
    const auto finished = results.finished();
    for (const std::int64_t number : finished) {
        job.check();
        job.progress(static_cast<double>(clips.size()) / static_cast<double>(finished.size()), "reading the batch");
        clips.push_back(results.clip(number));
    }
    Columns columns(table.columns, repeated(clips), clips.size());
    for (std::size_t i = 0; i < clips.size(); ++i) {
        LedgerClip& clip = clips[i];
        const PlannedClip& planned = results.run().clips[static_cast<std::size_t>(clip.number)];
        for (const BatchRow& row : clip.rows)
            if (!row.measure.empty())
                columns.put(row, i);
        table.clips.push_back({clip.number, planned.name, planned.path, errorsOf(clip), std::move(clip.notes),
                               clip.segment, std::move(clip.mask), std::move(clip.thumbnail)});
    }
    sortByQuestion(table.columns);
    return table;
}

BatchTable readBatchTable(const std::filesystem::path& folder, const Job& job) {
    return batchTable(RunResults(ledgersIn(folder)), job);
}

} // namespace tvlt
