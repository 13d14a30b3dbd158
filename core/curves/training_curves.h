#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace tvlt {

/// One measure of a training run. NaN: not computed at that step. Empty: never written down.
struct MeasuredCurve {
    std::vector<double> training; ///< parallel to the steps
    std::vector<double> validation;

    /// Whether any value of either is finite.
    [[nodiscard]] bool hasValues() const;
};

/// What a run's log.csv holds, column by column.
struct TrainingCurves {
    std::string name;          ///< of the run: of the folder that log.csv lies in, or of a log that is called otherwise
    std::vector<double> steps; ///< ascending, at least one
    std::vector<double>
        clips; ///< seen up to each step; as learningRate and gradientNorm parallel to the steps or empty
    std::vector<double> learningRate;
    std::vector<double> gradientNorm;
    MeasuredCurve pixelLoss; ///< NaN, too, where the masks hid no patch of the modality (the log says 0)
    MeasuredCurve audioLoss;
    MeasuredCurve matchingLoss;
    MeasuredCurve taskLoss;
    MeasuredCurve accuracy; ///< 0 to 1: of matching, or of classes
};

/// Reads the text of a log.csv as `tvlt train` writes it; columns of other names are passed over, and so is a last line
/// that is still being written (it has no line end). `where` is for messages. Throws BadInput, with the line, for a row
/// of another length, a field that is no number and steps that do not ascend; and for text without any measure or row.
[[nodiscard]] TrainingCurves parseTrainingCurves(std::string_view text, const std::string& where);

/// The same of a file, or of the log.csv in a run's folder. Throws NotFound, and BadInput for more than 256 MiB.
[[nodiscard]] TrainingCurves readTrainingCurves(const std::filesystem::path& run);

} // namespace tvlt
