#pragma once

#include "core/model/tvlt_for_classification.h"
#include "core/model/tvlt_for_pretraining.h"
#include "core/parity/features/error_rows.h"

namespace tvlt {

/// The models of rows that speak of a class without a checkpoint: one layer of 16 for two 32 × 32 frames and 64 × 32
/// values of sound, patches of 16 × 16; `fields` are more of its config.json.
[[nodiscard]] nlohmann::json smallConfigJson(const nlohmann::json& fields = nlohmann::json::object());
[[nodiscard]] TvltConfig smallConfig(const nlohmann::json& fields = nlohmann::json::object());

/// A batch of two for it: zeros of (2, frames, channels, 32, 32) and (2, 1, rows, 32).
[[nodiscard]] TvltInputs smallInputs(std::int64_t frames = 2, std::int64_t rows = 64);

[[nodiscard]] nlohmann::json describe(const TvltModelOutput& output);
[[nodiscard]] nlohmann::json describe(const TvltForPreTrainingOutput& output);
[[nodiscard]] nlohmann::json describe(const SequenceClassifierOutput& output);

/// Hidden states of `tokens` = cls + pixel + audio tokens, as a row describes them.
[[nodiscard]] nlohmann::json hiddenStates(std::int64_t pixel, std::int64_t audio);

} // namespace tvlt
