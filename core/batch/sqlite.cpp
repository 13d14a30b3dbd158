#include "core/batch/sqlite.h"

#include "core/base/error.h"

#include <sqlite3.h>

namespace tvlt::sqlite {

namespace {

constexpr int kPatience = 60'000; // milliseconds that another program may write

[[noreturn]] void fail(int code, sqlite3* database, const std::string& where) {
    const std::string reason = database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code);
    switch (code & 0xff) {
    case SQLITE_NOTADB:
        throwBadInput("is no ledger of a batch", where, "Name the folder that tvlt batch wrote.");
    case SQLITE_CORRUPT:
        throwBadInput("is damaged: " + reason, where, "Take the file away and run the batch again.");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        throwBadInput("is locked by another program", where, "Wait until that has ended.");
    case SQLITE_NOMEM:
        throw std::bad_alloc();
    default:
        throwBadInput("cannot be read or written: " + reason, where, "Check permissions and free space.");
    }
}

} // namespace

Statement::Statement(Handle handle, sqlite3* database, const std::string& where)
    : handle_(std::move(handle)), database_(database), where_(where) {}

void Statement::check(int code) const {
    if (code != SQLITE_OK)
        fail(code, database_, where_);
}

void Statement::bind(int parameter, std::int64_t value) {
    check(sqlite3_bind_int64(handle_.get(), parameter, value));
}

void Statement::bind(int parameter, double value) {
    check(sqlite3_bind_double(handle_.get(), parameter, value));
}

void Statement::bind(int parameter, std::optional<double> value) {
    if (value)
        bind(parameter, *value);
    else
        check(sqlite3_bind_null(handle_.get(), parameter));
}

void Statement::bind(int parameter, std::string_view text) {
    check(sqlite3_bind_text64(handle_.get(), parameter, text.data() != nullptr ? text.data() : "", text.size(),
                              SQLITE_TRANSIENT, SQLITE_UTF8));
}

void Statement::bind(int parameter, std::span<const std::uint8_t> bytes) {
    check(bytes.empty() ? sqlite3_bind_zeroblob(handle_.get(), parameter, 0)
                        : sqlite3_bind_blob64(handle_.get(), parameter, bytes.data(), bytes.size(), SQLITE_TRANSIENT));
}

bool Statement::step() {
    const int code = sqlite3_step(handle_.get());
    if (code == SQLITE_ROW)
        return true;
    sqlite3_reset(handle_.get());
    if (code != SQLITE_DONE)
        fail(code, database_, where_);
    return false;
}

void Statement::run() {
    while (step()) {
    }
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(handle_.get(), column);
}

std::optional<double> Statement::real(int column) const {
    if (sqlite3_column_type(handle_.get(), column) == SQLITE_NULL)
        return std::nullopt;
    return sqlite3_column_double(handle_.get(), column);
}

std::string Statement::text(int column) const {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(handle_.get(), column));
    return {text != nullptr ? text : "", static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

std::span<const std::uint8_t> Statement::bytes(int column) const {
    const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(handle_.get(), column));
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(handle_.get(), column))};
}

Database::Database(const std::filesystem::path& path, IfMissing missing)
    : where_(path.string()), handle_(nullptr, nullptr) {
    std::error_code ec;
    if (missing == IfMissing::Fail && !std::filesystem::exists(path, ec))
        throwNotFound("no such file", where_, "Name the folder that tvlt batch wrote.");
    const int flags = SQLITE_OPEN_READWRITE | (missing == IfMissing::Create ? SQLITE_OPEN_CREATE : 0);
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &opened, flags, nullptr);
    handle_ = {opened, sqlite3_close_v2};
    if (code != SQLITE_OK)
        fail(code, opened, where_);
    sqlite3_extended_result_codes(opened, 1);
    sqlite3_busy_timeout(opened, kPatience);
    // A file from elsewhere shall not bring code of its own: functions, or views and triggers that never end.
    sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_ENABLE_VIEW, 0, nullptr);
    sqlite3_db_config(opened, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
}

void Database::execute(const char* statements) {
    if (const int code = sqlite3_exec(handle_.get(), statements, nullptr, nullptr, nullptr); code != SQLITE_OK)
        fail(code, handle_.get(), where_);
}

Statement Database::prepare(std::string_view statement) {
    sqlite3_stmt* made = nullptr;
    const int code =
        sqlite3_prepare_v2(handle_.get(), statement.data(), static_cast<int>(statement.size()), &made, nullptr);
    if (code != SQLITE_OK)
        fail(code, handle_.get(), where_);
    return {{made, sqlite3_finalize}, handle_.get(), where_};
}

Transaction::Transaction(Database& database) : database_(database) {
    database_.execute("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
    if (open_)
        try {
            database_.execute("ROLLBACK");
        } catch (const std::exception&) {
            // After some errors SQLite has rolled back by itself.
        }
}

void Transaction::commit() {
    database_.execute("COMMIT");
    open_ = false;
}

} // namespace tvlt::sqlite
