#pragma once

#include "core/analysis/analysis.h"
#include "core/export/npz.h"

#include <nlohmann/json_fwd.hpp>

#include <filesystem>

namespace tvlt {

/// The arrays of an analysis under the reference's names: pixel_values, audio_values, pixel_logits, audio_logits,
/// *_label_masks,
/// *_ids_restore, and pixel_reconstruction (F, H, W, 3) in 0–1 and audio_reconstruction (rows, mels) in model units
/// (visible patches pasted), frame_times, column_times, mel_hz. Then class_logits (1, classes) and class_labels,
/// and whose they are as texts of UTF-8: checkpoint, classifier, and their labels where they bear one.
[[nodiscard]] std::vector<NpzArray> analysisArrays(const Analysis& analysis);
/// Metrics and provenance; the keys are listed in docs/file-formats.md.
[[nodiscard]] nlohmann::json analysisJson(const Analysis& analysis);

} // namespace tvlt
