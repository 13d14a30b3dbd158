#pragma once

#include "core/batch/ledger.h"

#include <filesystem>
#include <string>
#include <vector>

namespace tvlt {

/// Where a batch keeps what it makes:
///   ledger.sqlite, results.csv            of a run as a whole
///   ledger-2-of-4.sqlite, results-2-of-4.csv   of a shard
///   npz/00012-NAME.QUESTION.npz, figures/00012-NAME.QUESTION.pdf
[[nodiscard]] std::filesystem::path ledgerPath(const std::filesystem::path& folder, const Shard& shard);
[[nodiscard]] std::filesystem::path resultsPath(const std::filesystem::path& folder, const Shard& shard);
/// The start of the names of a clip's files: its number in the plan and its own name.
[[nodiscard]] std::string clipStem(std::int64_t number, const std::filesystem::path& clip);
/// All ledgers in a folder, sorted by name; a path to a ledger stands for itself. Throws NotFound where there are none.
[[nodiscard]] std::vector<std::filesystem::path> ledgersIn(const std::filesystem::path& folderOrLedger);
/// The same of several, in their order.
[[nodiscard]] std::vector<std::filesystem::path> ledgersIn(const std::vector<std::filesystem::path>& places);

/// Why two runs must not be mixed, for people: which settings or clips differ. Empty: they are of one run.
[[nodiscard]] std::string differenceOf(const LedgerRun& before, const LedgerRun& now);

/// Whether a folder that holds a run may be gone on with.
enum class Begin { Anew, OrResume };
/// Opens the ledger of this run's shard in `folder`, which is made where it is not there. Throws BadInput where the
/// folder holds another run (saying what differs) or was cut into other shards, and where there is this shard of this
/// run already and it is to begin anew.
[[nodiscard]] std::unique_ptr<Ledger> openRun(const std::filesystem::path& folder, const LedgerRun& run, Begin begin);

} // namespace tvlt
