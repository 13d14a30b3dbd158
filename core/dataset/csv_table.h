#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tvlt {

/// Text in rows and named columns.
struct CsvTable {
    struct Row {
        std::size_t line = 0; ///< of the file, from 1
        std::vector<std::string> fields;
    };

    std::string where; ///< the file, for messages
    std::vector<std::string> columns;
    std::vector<Row> rows; ///< at least one, each as long as `columns`

    /// Throws BadInput, listing the columns there are, when there is none of that name.
    [[nodiscard]] std::size_t column(std::string_view name) const;
    /// "labels.csv, line 7"
    [[nodiscard]] std::string place(const Row& row) const;
};

/// Reads comma-separated values as RFC 4180 has them: quoted fields, doubled quotes, line ends of either kind; a byte
/// order mark and empty lines are passed over. The first row names the columns. Throws BadInput, with the line, for a
/// quote that is never closed or is followed by more text, a row of another length, and a table without rows.
[[nodiscard]] CsvTable parseCsv(std::string_view text, const std::string& where);
[[nodiscard]] CsvTable readCsv(const std::filesystem::path& path);

} // namespace tvlt
