#pragma once

#include "core/export/npz.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace tvlt {

struct Sweep;

// A sweep as data; the keys, columns and arrays are listed in docs/file-formats.md. What was not measured is null in
// JSON, empty in CSV and NaN in arrays.

/// The samples, and each curve's mean and deviation over the seeds.
[[nodiscard]] nlohmann::json sweepJson(const Sweep& sweep);
/// One line a sample, under a line of names.
[[nodiscard]] std::string sweepCsv(const Sweep& sweep);
/// One value a sample: pixel_mask_ratio, audio_mask_ratio, seed, pixel_loss, audio_loss, matching_logit.
[[nodiscard]] std::vector<NpzArray> sweepArrays(const Sweep& sweep);

} // namespace tvlt
