#pragma once

#include <optional>
#include <string>

namespace tvlt {

/// One line of results.csv but for its clip: a measure, or why a question has none.
struct BatchRow {
    std::string question; ///< batchQuestionName(); empty: the clip could not be read
    std::string measure;  ///< empty: there is an error
    std::string at; ///< where the measure was taken: a mask ratio, a shift in seconds, a class; empty: nowhere special
    std::optional<double> value; ///< none: not defined for this clip
    std::string error;
    bool operator==(const BatchRow&) const = default;
};

} // namespace tvlt
