#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

/// SQLite with owners for its handles and exceptions for its codes; for the ledger alone. One thread at a time.
namespace tvlt::sqlite {

class Statement {
  public:
    /// Parameters are numbered from 1.
    void bind(int parameter, std::int64_t value);
    void bind(int parameter, double value);
    void bind(int parameter, std::optional<double> value);
    void bind(int parameter, std::string_view text);
    void bind(int parameter, std::span<const std::uint8_t> bytes);
    /// Makes the next row of the result current; false: there are no more, and the statement can be run again.
    bool step();
    /// Runs a statement that has no result.
    void run();

    // Columns of the current row, from 0.
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] std::optional<double> real(int column) const;
    [[nodiscard]] std::string text(int column) const;
    /// Valid until the next step().
    [[nodiscard]] std::span<const std::uint8_t> bytes(int column) const;

  private:
    friend class Database;
    using Handle = std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)>;
    Statement(Handle handle, sqlite3* database, const std::string& where);
    void check(int code) const;

    Handle handle_;
    sqlite3* database_;
    std::string where_;
};

/// Whether a file that is not there is made.
enum class IfMissing { Fail, Create };

class Database {
  public:
    /// For reading and writing (what a program that was killed left half-done is rolled back), or where the file is
    /// write-protected for reading. Throws NotFound or BadInput.
    Database(const std::filesystem::path& path, IfMissing missing);
    /// Throws Exception that says what is wrong with the file: damaged, locked by another program, disk full, …
    void execute(const char* statements);
    [[nodiscard]] Statement prepare(std::string_view statement);

  private:
    std::string where_;
    std::unique_ptr<sqlite3, int (*)(sqlite3*)> handle_;
};

/// All statements until commit() count together or, without it, not at all. Begins with the right to write, so that two
/// programs never wait for each other.
class Transaction {
  public:
    explicit Transaction(Database& database);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

  private:
    Database& database_;
    bool open_ = true;
};

} // namespace tvlt::sqlite
