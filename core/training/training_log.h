#pragma once

#include "core/training/objective.h"

#include <cstdint>
#include <filesystem>
#include <fstream>

namespace tvlt {

/// One line of log.csv. Numbers that were not computed are left empty.
struct LogRow {
    std::int64_t step = 0;
    std::int64_t clips = 0; ///< seen so far
    double learningRate = 0.0;
    double gradientNorm = 0.0;
    Losses training;
    bool validated = false;
    Losses validation;
};

/// log.csv of a run: a row a step, written as the run goes. Rows hold nothing but what the run's options determine (no
/// times), so that an interrupted and resumed run leaves the very same file.
class TrainingLog {
  public:
    /// Keeps the rows of an existing log up to `step`, drops later ones. Throws BadInput when it cannot be written.
    TrainingLog(const std::filesystem::path& path, std::int64_t step);
    void add(const LogRow& row);
    /// Throws BadInput when the disk did not take what was added.
    void flush();

  private:
    std::filesystem::path path_;
    std::ofstream out_;
};

} // namespace tvlt
