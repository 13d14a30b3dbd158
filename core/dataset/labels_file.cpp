#include "core/dataset/labels_file.h"

#include "core/base/error.h"
#include "core/dataset/csv_table.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <string_view>
#include <system_error>

namespace tvlt {

namespace fs = std::filesystem;

namespace {

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    return first == std::string_view::npos ? std::string_view{}
                                           : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

template <class Number> std::optional<Number> parsed(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size())
        return {};
    return number;
}

/// The clips that a table names. Throws when one is not there.
std::vector<LabelledClip> clipsOf(const CsvTable& table, const std::string& fileColumn) {
    constexpr int kListed = 3;
    const std::size_t column = table.column(fileColumn);
    const fs::path folder = fs::path(table.where).parent_path();
    std::vector<LabelledClip> clips;
    std::string listed;
    int missing = 0;
    for (const auto& row : table.rows) {
        const std::string file(trimmed(row.fields[column]));
        std::error_code ec;
        if (file.empty())
            throwBadInput("names no file", table.place(row) + ", column '" + fileColumn + "'");
        clips.push_back({folder / file, {}});
        if (!fs::is_regular_file(clips.back().path, ec) && ++missing <= kListed)
            listed += (listed.empty() ? "line " : "; line ") + std::to_string(row.line) + ": " + file;
    }
    if (missing > 0)
        throwBadInput(std::to_string(missing) + " of " + std::to_string(clips.size()) +
                          " rows name a file that is not there (" + listed + (missing > kListed ? "; …)" : ")"),
                      table.where, "Paths are relative to the table's folder.");
    return clips;
}

std::vector<std::string> sortedNames(const std::vector<std::string>& labels) {
    std::vector<std::string> names = labels;
    const bool numbers =
        std::all_of(names.begin(), names.end(), [](const auto& name) { return parsed<long long>(name).has_value(); });
    std::sort(names.begin(), names.end(), [numbers](const auto& a, const auto& b) {
        const auto x = numbers ? *parsed<long long>(a) : 0, y = numbers ? *parsed<long long>(b) : 0;
        return x != y ? x < y : a < b;
    });
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

std::vector<std::string> classWarnings(const Labels& labels, const std::string& where) {
    std::vector<std::size_t> counts(labels.classNames.size());
    for (const auto& clip : labels.clips)
        ++counts[static_cast<std::size_t>(clip.target.front())];
    std::vector<std::string> warnings;
    const auto warn = [&](std::size_t count, const std::string& what) {
        std::string names;
        for (std::size_t i = 0; i < counts.size(); ++i)
            if (counts[i] == count)
                names += (names.empty() ? "" : ", ") + labels.classNames[i];
        if (!names.empty())
            warnings.push_back(where + ": " + what + ": " + names);
    };
    warn(0, "classes without a clip");
    warn(1, "classes of one clip, which can be trained on or validated with but not both");
    if (counts.size() == 1)
        warnings.push_back(where + ": all clips have one class, so there is nothing to tell apart");
    return warnings;
}

} // namespace

Labels readUnlabelled(const fs::path& path, const LabelColumns& columns) {
    return {clipsOf(readCsv(path), columns.file), {}, {}};
}

Labels readClassLabels(const fs::path& path, const LabelColumns& columns, const std::vector<std::string>& classNames) {
    if (columns.labels.size() != 1)
        throwBadInput("classes need one column of labels, not " + std::to_string(columns.labels.size()), path.string());
    const CsvTable table = readCsv(path);
    const std::size_t column = table.column(columns.labels.front());
    std::vector<std::string> texts;
    for (const auto& row : table.rows) {
        texts.emplace_back(trimmed(row.fields[column]));
        if (texts.back().empty())
            throwBadInput("has an empty label", table.place(row) + ", column '" + columns.labels.front() + "'");
    }

    Labels labels;
    labels.classNames = classNames.empty() ? sortedNames(texts) : classNames;
    labels.clips = clipsOf(table, columns.file);
    std::map<std::string_view, float> numbers;
    for (std::size_t i = 0; i < labels.classNames.size(); ++i)
        numbers.emplace(labels.classNames[i], static_cast<float>(i));
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto found = numbers.find(texts[i]);
        if (found == numbers.end()) {
            std::string all;
            for (const auto& name : classNames)
                all += (all.empty() ? "" : ", ") + name;
            throwBadInput("has the label '" + texts[i] + "', which is no class of the checkpoint",
                          table.place(table.rows[i]), "Its classes are: " + all + ".");
        }
        labels.clips[i].target = {found->second};
    }
    labels.warnings = classWarnings(labels, table.where);
    return labels;
}

Labels readValueLabels(const fs::path& path, const LabelColumns& columns) {
    if (columns.labels.empty())
        throwBadInput("values need at least one column of labels", path.string());
    const CsvTable table = readCsv(path);
    Labels labels;
    labels.clips = clipsOf(table, columns.file);
    for (const auto& name : columns.labels) {
        const std::size_t column = table.column(name);
        for (std::size_t i = 0; i < table.rows.size(); ++i) {
            const auto value = parsed<float>(trimmed(table.rows[i].fields[column]));
            if (!value || !std::isfinite(*value))
                throwBadInput("'" + table.rows[i].fields[column] + "' is not a number",
                              table.place(table.rows[i]) + ", column '" + name + "'");
            labels.clips[i].target.push_back(*value);
        }
    }
    return labels;
}

} // namespace tvlt
