#include "core/curves/training_curves.h"

#include "core/base/error.h"
#include "core/base/file.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

namespace tvlt {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t kMostBytes = 256U << 20;
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Takes the text before the next `separator` off the front of `text`, and the separator.
std::string_view take(std::string_view& text, char separator) {
    const std::size_t end = std::min(text.find(separator), text.size());
    const std::string_view head = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return head;
}

std::string_view takeLine(std::string_view& text) {
    std::string_view line = take(text, '\n');
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

std::vector<double>* columnOf(TrainingCurves& curves, std::string_view name) {
    const std::pair<std::string_view, std::vector<double>*> known[] = {
        {"step", &curves.steps},
        {"clips", &curves.clips},
        {"learning_rate", &curves.learningRate},
        {"gradient_norm", &curves.gradientNorm},
        {"pixel_loss", &curves.pixelLoss.training},
        {"audio_loss", &curves.audioLoss.training},
        {"matching_loss", &curves.matchingLoss.training},
        {"task_loss", &curves.taskLoss.training},
        {"accuracy", &curves.accuracy.training},
        {"validation_pixel_loss", &curves.pixelLoss.validation},
        {"validation_audio_loss", &curves.audioLoss.validation},
        {"validation_matching_loss", &curves.matchingLoss.validation},
        {"validation_task_loss", &curves.taskLoss.validation},
        {"validation_accuracy", &curves.accuracy.validation},
    };
    for (const auto& [column, values] : known)
        if (column == name)
            return values;
    return nullptr;
}

struct Column {
    std::string_view name;
    std::vector<double>* values = nullptr; ///< null: passed over
};

std::vector<Column> columnsOf(TrainingCurves& curves, std::string_view header, const std::string& where) {
    std::vector<Column> columns;
    while (!header.empty()) {
        const std::string_view name = take(header, ',');
        columns.push_back({name, columnOf(curves, name)});
    }
    const auto isKnown = [](const Column& column) { return column.values != nullptr; };
    if (columns.empty() || columns.front().name != "step" || std::count_if(columns.begin(), columns.end(), isKnown) < 2)
        throwBadInput("is no log of a training run", where,
                      "Name a run's folder, or the log.csv in it: its first line begins with 'step,'.");
    return columns;
}

double number(std::string_view field, const Column& column, const std::string& place) {
    if (field.empty())
        return kNone;
    double value = kNone;
    const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), value);
    if (error != std::errc{} || end != field.data() + field.size())
        throwBadInput("'" + std::string(field.substr(0, 40)) + "' in column " + std::string(column.name) +
                          " is no number",
                      place, "Take the line out.");
    return value;
}

void addRow(std::string_view line, const std::vector<Column>& columns, const std::string& place) {
    const auto fields = static_cast<std::size_t>(std::count(line.begin(), line.end(), ',')) + 1;
    if (fields != columns.size())
        throwBadInput("has " + std::to_string(fields) + " fields, but there are " + std::to_string(columns.size()) +
                          " columns",
                      place, "Take the line out.");
    for (const Column& column : columns) {
        const std::string_view field = take(line, ',');
        if (column.values)
            column.values->push_back(number(field, column, place));
    }
}

bool anyFinite(const std::vector<double>& values) {
    return std::any_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

} // namespace

bool MeasuredCurve::hasValues() const {
    return anyFinite(training) || anyFinite(validation);
}

TrainingCurves parseTrainingCurves(std::string_view text, const std::string& where) {
    text = text.substr(0, text.rfind('\n') + 1); // what follows the last line's end is still being written
    TrainingCurves curves;
    const std::vector<Column> columns = columnsOf(curves, takeLine(text), where);
    for (std::size_t number = 2; !text.empty(); ++number) {
        const std::string_view line = takeLine(text);
        if (line.empty())
            continue;
        const auto place = where + ", line " + std::to_string(number);
        addRow(line, columns, place);
        const std::size_t count = curves.steps.size();
        if (!std::isfinite(curves.steps.back()) || (count > 1 && curves.steps[count - 2] >= curves.steps.back()))
            throwBadInput("has a step that does not follow the one before", place, "Sort the lines by step.");
    }
    if (curves.steps.empty())
        throwBadInput("holds no steps yet", where, "Wait until the run has made some.");
    for (MeasuredCurve* curve : {&curves.pixelLoss, &curves.audioLoss})
        for (auto* values : {&curve->training, &curve->validation})
            std::replace(values->begin(), values->end(), 0.0, kNone);
    return curves;
}

TrainingCurves readTrainingCurves(const fs::path& run) {
    std::error_code ec;
    const fs::path log = fs::is_directory(run, ec) ? run / "log.csv" : run;
    TrainingCurves curves = parseTrainingCurves(readTextFile(log, kMostBytes), log.string());
    const fs::path whole = fs::weakly_canonical(log, ec);
    curves.name = (whole.filename() == "log.csv" ? whole.parent_path().filename() : whole.stem()).string();
    return curves;
}

} // namespace tvlt
