#pragma once

#include <nlohmann/json_fwd.hpp>

namespace tvlt {

struct EvaluationTable;

/// What `tvlt evaluate --json` prints: the measures by their keys (null: not measured), and what they were made of. The
/// keys are listed in docs/file-formats.md.
[[nodiscard]] nlohmann::json evaluationJson(const EvaluationTable& table);

} // namespace tvlt
