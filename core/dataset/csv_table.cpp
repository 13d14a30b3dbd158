#include "core/dataset/csv_table.h"

#include "core/base/error.h"
#include "core/base/file.h"

#include <algorithm>

namespace tvlt {

namespace {

constexpr std::uintmax_t kMostBytes = 256U << 20;

/// Reads fields one by one, and knows the line.
class CsvReader {
  public:
    CsvReader(std::string_view text, const std::string& where) : text_(text), where_(where) {
        if (text_.starts_with("\xEF\xBB\xBF"))
            at_ = 3;
    }

    /// The next row that is not an empty line; without fields at the end.
    [[nodiscard]] CsvTable::Row next() {
        CsvTable::Row row;
        while (at_ < text_.size() && endsLine()) {
        }
        row.line = line_;
        if (at_ >= text_.size())
            return row;
        row.fields.push_back(field());
        while (at_ < text_.size() && !endsLine()) {
            ++at_; // the comma that ended the field
            row.fields.push_back(field());
        }
        return row;
    }

  private:
    /// Steps over a line's end, if here is one.
    bool endsLine() {
        const auto rest = text_.substr(at_, 2);
        if (rest != "\r\n" && rest.front() != '\n' && rest.front() != '\r')
            return false;
        at_ += rest == "\r\n" ? 2 : 1;
        ++line_;
        return true;
    }

    [[nodiscard]] std::string field() {
        if (at_ < text_.size() && text_[at_] == '"')
            return quoted();
        const std::size_t end = std::min(text_.find_first_of(",\r\n", at_), text_.size());
        const auto value = text_.substr(at_, end - at_);
        at_ = end;
        return std::string(value);
    }

    [[nodiscard]] std::string quoted() {
        const std::size_t began = line_;
        std::string value;
        for (++at_; at_ < text_.size(); ++at_) {
            if (text_[at_] == '"') {
                ++at_;
                if (at_ >= text_.size() || text_[at_] == ',' || text_[at_] == '\r' || text_[at_] == '\n')
                    return value;
                if (text_[at_] != '"')
                    throwBadInput("has text after a closing quote", where_ + ", line " + std::to_string(line_),
                                  "Write a quote inside a quoted field twice.");
            }
            line_ += text_[at_] == '\n' ? 1 : 0;
            value += text_[at_];
        }
        throwBadInput("has a quote that is never closed", where_ + ", line " + std::to_string(began));
    }

    std::string_view text_;
    const std::string& where_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
};

} // namespace

std::size_t CsvTable::column(std::string_view name) const {
    const auto found = std::find(columns.begin(), columns.end(), name);
    if (found != columns.end())
        return static_cast<std::size_t>(found - columns.begin());
    std::string all;
    for (const auto& column : columns)
        all += (all.empty() ? "" : ", ") + column;
    throwBadInput("has no column '" + std::string(name) + "'", where, "Its columns are: " + all + ".");
}

std::string CsvTable::place(const Row& row) const {
    return where + ", line " + std::to_string(row.line);
}

CsvTable parseCsv(std::string_view text, const std::string& where) {
    CsvReader reader(text, where);
    CsvTable table;
    table.where = where;
    table.columns = reader.next().fields;
    for (auto row = reader.next(); !row.fields.empty(); row = reader.next()) {
        if (row.fields.size() != table.columns.size())
            throwBadInput("has " + std::to_string(row.fields.size()) + " fields, but there are " +
                              std::to_string(table.columns.size()) + " columns",
                          table.place(row), "Put fields that hold commas in quotes.");
        table.rows.push_back(std::move(row));
    }
    if (table.rows.empty())
        throwBadInput("holds no rows", where, "The first row names the columns; each one after it is a clip.");
    return table;
}

CsvTable readCsv(const std::filesystem::path& path) {
    return parseCsv(readTextFile(path, kMostBytes), path.string());
}

} // namespace tvlt
