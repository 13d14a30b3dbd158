#include "core/batch/measure_export.h"

#include "core/export/csv_text.h"
#include "core/export/figure_recipe.h"

#include <limits>

namespace tvlt {

std::string measuresCsv(const BatchTable& table, const std::vector<std::size_t>& columns) {
    std::string text = "clip";
    for (const std::size_t column : columns)
        text += ',' + csvCell(columnKey(table.columns[column]));
    text += '\n';
    for (std::size_t clip = 0; clip < table.clips.size(); ++clip) {
        text += csvCell(table.clips[clip].name);
        for (const std::size_t column : columns) {
            const auto& value = table.columns[column].values[clip];
            text += ',' + (value ? numberArgument(*value) : std::string());
        }
        text += '\n';
    }
    return text;
}

std::vector<NpzArray> measureArrays(const BatchTable& table, const std::vector<std::size_t>& columns) {
    std::vector<std::string> names;
    for (const BatchTable::Clip& clip : table.clips)
        names.push_back(clip.name);
    std::vector<NpzArray> arrays{NpzArray::strings("clip", names)};
    for (const std::size_t column : columns) {
        std::vector<double> values;
        for (const auto& value : table.columns[column].values)
            values.push_back(value.value_or(std::numeric_limits<double>::quiet_NaN()));
        arrays.push_back(
            NpzArray::doubles(columnKey(table.columns[column]), {static_cast<std::int64_t>(values.size())}, values));
    }
    return arrays;
}

} // namespace tvlt
