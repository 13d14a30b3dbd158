#include "core/batch/ledger.h"

#include "core/base/error.h"
#include "core/batch/ledger_tables.h"

#include <algorithm>
#include <mutex>

namespace tvlt {

namespace fs = std::filesystem;

bool LedgerClip::failed() const {
    return std::any_of(rows.begin(), rows.end(), [](const BatchRow& row) { return !row.error.empty(); });
}

struct Ledger::Impl {
    fs::path path;
    std::mutex mutex; // guards the database
    sqlite::Database database;
    LedgerRun run;

    Impl(fs::path file, sqlite::IfMissing missing) : path(std::move(file)), database(path, missing) {
        // With SQLite's rollback journal: a write-ahead log does not work on the file systems of clusters.
        database.execute("PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON");
    }
};

Ledger::Ledger(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Ledger::~Ledger() = default;

std::unique_ptr<Ledger> Ledger::open(const fs::path& path) {
    auto impl = std::make_unique<Impl>(path, sqlite::IfMissing::Fail);
    if (!ledger::hasTables(impl->database, path.string()))
        return nullptr;
    impl->run = ledger::readRun(impl->database, path.string());
    return std::unique_ptr<Ledger>(new Ledger(std::move(impl)));
}

std::unique_ptr<Ledger> Ledger::openOrBegin(const fs::path& path, const LedgerRun& run) {
    {
        Impl impl(path, sqlite::IfMissing::Create);
        // Another program may begin at the same moment: who comes second finds the tables.
        sqlite::Transaction whole(impl.database);
        if (!ledger::hasTables(impl.database, path.string())) {
            ledger::writeRun(impl.database, run);
            whole.commit();
        }
    }
    return open(path);
}

const fs::path& Ledger::path() const {
    return impl_->path;
}

const LedgerRun& Ledger::run() const {
    return impl_->run;
}

std::vector<std::int64_t> Ledger::finished() {
    const std::lock_guard lock(impl_->mutex);
    return ledger::finishedClips(impl_->database);
}

std::vector<std::int64_t> Ledger::failed() {
    const std::lock_guard lock(impl_->mutex);
    return ledger::failedClips(impl_->database);
}

LedgerClip Ledger::clip(std::int64_t number) {
    const std::lock_guard lock(impl_->mutex);
    auto clip = ledger::readClip(impl_->database, number);
    if (!clip)
        throwBadInput("clip " + std::to_string(number) + " is not finished", impl_->path.string());
    return std::move(*clip);
}

void Ledger::add(const LedgerClip& clip) {
    const std::lock_guard lock(impl_->mutex);
    sqlite::Transaction whole(impl_->database);
    if (!ledger::readClip(impl_->database, clip.number))
        ledger::writeClip(impl_->database, clip);
    whole.commit();
}

void Ledger::forgetFailed() {
    const std::lock_guard lock(impl_->mutex);
    // Rows go with their clip (ON DELETE CASCADE).
    impl_->database.execute("DELETE FROM finished WHERE clip IN (SELECT clip FROM answer WHERE error != '')");
}

} // namespace tvlt
