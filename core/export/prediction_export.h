#pragma once

#include "core/export/npz.h"
#include "core/prediction/folder.h"
#include "core/prediction/matching.h"
#include "core/prediction/sync.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace tvlt {

struct Analysis;

// What the heads say, as data; keys, columns and arrays are listed in docs/predictions.md. What was not measured is
// null in JSON, empty in CSV and NaN in arrays. For the rest of an analysis' predictions see analysisJson().

/// label, logit, probability; of a regression label, value. A line each, as the model orders them.
[[nodiscard]] std::string classesCsv(const Analysis& analysis);

[[nodiscard]] nlohmann::json matchingJson(const SyncCurve& sync, const std::optional<SwapMatch>& swapped);
/// shift, matching_logit, probability, heard: one line a shift.
[[nodiscard]] std::string syncCsv(const SyncCurve& sync);
/// class_logits, class_labels, regression and regression_labels, as analysisArrays() has them, then shift,
/// matching_logit and heard, one value a shift; null: left out.
[[nodiscard]] std::vector<NpzArray> scoresArrays(const Analysis* analysis, const SyncCurve* sync);

/// Every clip with its answers and both of its ranks, and the plane of the cls states where they were asked for.
[[nodiscard]] nlohmann::json folderJson(const Folder& folder);
[[nodiscard]] std::string folderCsv(const Folder& folder);
[[nodiscard]] std::vector<NpzArray> folderArrays(const Folder& folder);

} // namespace tvlt
