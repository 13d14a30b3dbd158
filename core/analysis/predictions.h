#pragma once

#include "core/analysis/analysis.h"
#include "core/analysis/request.h"
#include "core/base/job.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tvlt {

/// What the heads say of the whole clip: matching, classes, regression. No mask takes part in it, so that it answers
/// every request of the same features and checkpoints.
struct Predictions {
    std::shared_ptr<const ClipFeatures> features; ///< what it was said of
    std::shared_ptr<const Checkpoint> checkpoint;
    std::shared_ptr<const Checkpoint> classifier; ///< as asked for; null: none was
    std::optional<double> matchingLogit;
    std::string matchingNote; ///< Analysis'
    std::vector<ClassScore> classes;
    std::vector<NamedValue> regression;
    std::optional<CheckpointUsed> classifierUsed; ///< none: the classifier was not run; `notes` say why
    std::vector<std::string> notes;
};

/// Why the request's classifier cannot be asked about these features; empty: it can. Whoever shows what it says beside
/// them must know.
[[nodiscard]] std::string reasonAgainstClassifier(const Request& request, const ClipFeatures& features);

/// Runs the checkpoint's heads, and the companion classifier's when it takes the very same input. Throws Exception.
/// `previous` is returned where it answers the same question.
[[nodiscard]] std::shared_ptr<const Predictions> predict(const Request& request,
                                                         std::shared_ptr<const ClipFeatures> features, const Job& job,
                                                         std::shared_ptr<const Predictions> previous = nullptr);

} // namespace tvlt
