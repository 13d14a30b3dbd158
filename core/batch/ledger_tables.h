#pragma once

#include "core/batch/ledger.h"
#include "core/batch/sqlite.h"

#include <optional>

/// The ledger's tables and how values lie in them; for Ledger alone. docs/batch.md lists them.
namespace tvlt::ledger {

/// False: the file is empty. Throws BadInput for another program's database, Unsupported for a newer version.
[[nodiscard]] bool hasTables(sqlite::Database& database, const std::string& where);
/// Makes the tables too.
void writeRun(sqlite::Database& database, const LedgerRun& run);
[[nodiscard]] LedgerRun readRun(sqlite::Database& database, const std::string& where);

[[nodiscard]] std::vector<std::int64_t> finishedClips(sqlite::Database& database);
[[nodiscard]] std::vector<std::int64_t> failedClips(sqlite::Database& database);
void writeClip(sqlite::Database& database, const LedgerClip& clip);
/// None: it is not finished.
[[nodiscard]] std::optional<LedgerClip> readClip(sqlite::Database& database, std::int64_t number);

} // namespace tvlt::ledger
