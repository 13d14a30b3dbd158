#include "core/base/error.h"
#include "core/base/file.h"
#include "core/batch/run_results.h"
#include "core/export/csv_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <fstream>

namespace tvlt {

namespace {

constexpr int kDigits = 6;

/// The same in every locale.
std::string valueText(const std::optional<double>& value) {
    if (!value || !std::isfinite(*value))
        return {};
    std::array<char, 48> text{};
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), *value, std::chars_format::general, kDigits).ptr;
    return {text.data(), end};
}

} // namespace

std::string csvLines(const std::string& clip, const std::vector<BatchRow>& rows) {
    const std::string name = csvCell(clip);
    std::string text;
    for (const BatchRow& row : rows)
        text += name + ',' + row.question + ',' + csvCell(row.measure) + ',' + csvCell(row.at) + ',' +
                valueText(row.value) + ',' + csvCell(row.error) + '\n';
    return text;
}

void writeResultsCsv(const std::filesystem::path& path, const RunResults& results) {
    writeAtomically(path, [&](const std::filesystem::path& temporary) {
        std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
        out << "clip,question,measure,at,value,error\n";
        for (const std::int64_t number : results.finished())
            out << csvLines(results.run().clips[static_cast<std::size_t>(number)].name, results.clip(number).rows);
        out.flush();
        if (!out)
            throwBadInput("cannot be written", path.string(), "Check permissions and free space.");
    });
}

} // namespace tvlt
