#pragma once

#include "core/batch/ledger.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace tvlt {

/// A run as its ledgers hold it together: one of the whole, or one of each shard, some of them perhaps twice. Of a clip
/// that several hold, the one without errors counts, and among equals the one whose rows come first as text: whichever
/// task was repeated, and wherever it stands in the list, the results are the same. One thread.
class RunResults {
  public:
    /// Throws Exception: no ledger, ledgers of different runs (saying what differs).
    explicit RunResults(const std::vector<std::filesystem::path>& ledgers);

    [[nodiscard]] const LedgerRun& run() const { return ledgers_.front()->run(); }
    /// Numbers of the finished clips, ascending.
    [[nodiscard]] std::vector<std::int64_t> finished() const;
    [[nodiscard]] LedgerClip clip(std::int64_t number) const;
    /// What is not there, for people: "shard 3/4 is missing: 50 of 200 clips"; empty: nothing.
    [[nodiscard]] std::string missing() const;

  private:
    std::vector<std::unique_ptr<Ledger>> ledgers_;
    std::map<std::int64_t, std::vector<Ledger*>> holders_;
};

/// The lines of results.csv that a clip has: clip, question, measure, at, value, error.
[[nodiscard]] std::string csvLines(const std::string& clip, const std::vector<BatchRow>& rows);
/// Writes the table atomically: a line of names, then the clips in the order of the plan. Numbers have six digits, what
/// a model that computes in 32 bits can answer for. Throws Exception.
void writeResultsCsv(const std::filesystem::path& path, const RunResults& results);

} // namespace tvlt
