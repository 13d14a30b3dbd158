#pragma once

#include "core/analysis/request.h"
#include "core/base/job.h"
#include "core/features/mask_choice.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace tvlt {

/// What a batch asks about each clip.
enum class BatchQuestion {
    Reconstruct, ///< one masked pass and its errors
    Sweep,       ///< losses and matching over both mask ratios
    Classify,    ///< classes, or a regression
    Match,       ///< whether picture and sound belong together, and the sync curve
};

/// "reconstruct", "sweep", "classify", "match".
[[nodiscard]] std::string_view batchQuestionName(BatchQuestion question);
[[nodiscard]] std::optional<BatchQuestion> batchQuestionFromName(std::string_view name);
[[nodiscard]] const std::vector<BatchQuestion>& allBatchQuestions();

/// All that determines the answers to a clip.
struct BatchSettings {
    std::vector<BatchQuestion> questions; ///< at least one
    Request request; ///< checkpoint, classifier, frames and recipe; the rest of it is each clip's own
    MaskChoice mask;
    std::optional<double> start;    ///< of the segment, seconds; none: 0
    std::optional<double> duration; ///< none: as long as the model hears
    std::vector<double> ratios;     ///< of the sweep
    int seeds = 3;                  ///< masks a ratio
    double reach = 2.0;             ///< of the sync curve, seconds
    double step = 0.25;

    [[nodiscard]] bool asks(BatchQuestion question) const;
};

/// Throws Exception for a question that the checkpoint has no head for, and for settings that make no sense.
void checkBatch(const BatchSettings& settings);
/// The settings as they are compared between runs: equal for equal answers. Of checkpoints it holds the weights'
/// SHA-256, not the path; of device and numbers what rounds differently. Hashing takes seconds for large files.
[[nodiscard]] nlohmann::json batchSetup(const BatchSettings& settings, const Job& job = {});

} // namespace tvlt
