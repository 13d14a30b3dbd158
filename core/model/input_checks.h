#pragma once

#include "core/model/outputs.h"

namespace tvlt {

struct TvltConfig;

/// Throws BadInput, with shapes and dtypes in its words, unless the inputs fit the config and, in dtype and device,
/// `parameter`.
void checkInputs(const TvltInputs& inputs, const TvltConfig& config, const torch::Tensor& parameter);

/// Throws BadInput unless rows and frame sizes are whole patches: the MAE head predicts every value.
void checkWholePatches(const TvltInputs& inputs, const TvltConfig& config);

/// Throws BadInput unless the asked layers, heads and queries are there.
void checkRows(const AttentionRows& rows, std::int64_t layers, std::int64_t heads, std::int64_t length);

} // namespace tvlt
