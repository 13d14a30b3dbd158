#include "core/training/training_log.h"

#include "core/base/error.h"
#include "core/base/file.h"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <sstream>

namespace tvlt {

namespace fs = std::filesystem;

namespace {

constexpr const char* kHeader = "step,clips,learning_rate,gradient_norm,loss,pixel_loss,audio_loss,matching_loss,"
                                "task_loss,accuracy,validation_loss,validation_pixel_loss,validation_audio_loss,"
                                "validation_matching_loss,validation_task_loss,validation_accuracy\n";

/// The rows of a log up to `step`, with the header.
std::string keptRows(const fs::path& path, std::int64_t step) {
    std::string kept = kHeader;
    if (step == 0 || !fs::exists(path))
        return kept;
    std::istringstream in(readTextFile(path, std::uintmax_t{1} << 30));
    std::string line;
    std::getline(in, line);
    for (std::int64_t last = 0; std::getline(in, line);) {
        std::int64_t number = 0;
        const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), number);
        if (error != std::errc{} || number <= last || number > step)
            break; // not saved, or the beginning of a row
        kept += line + '\n';
        last = number;
    }
    return kept;
}

void print(std::ostream& out, double value) {
    char text[40];
    std::snprintf(text, sizeof text, "%.9g", value);
    out << ',' << (std::isnan(value) ? "" : text);
}

void print(std::ostream& out, const Losses& losses) {
    for (const double value : {losses.loss, losses.pixel, losses.audio, losses.matching, losses.task, losses.accuracy})
        print(out, value);
}

} // namespace

TrainingLog::TrainingLog(const fs::path& path, std::int64_t step) : path_(path) {
    writeFileAtomically(path, keptRows(path, step));
    out_.open(path, std::ios::app);
    flush();
}

void TrainingLog::add(const LogRow& row) {
    out_ << row.step << ',' << row.clips;
    print(out_, row.learningRate);
    print(out_, row.gradientNorm);
    print(out_, row.training);
    if (row.validated)
        print(out_, row.validation);
    else
        out_ << ",,,,,,";
    out_ << '\n';
}

void TrainingLog::flush() {
    out_.flush();
    if (!out_)
        throwBadInput("cannot be written", path_.string(), "Check permissions and free space.");
}

} // namespace tvlt
