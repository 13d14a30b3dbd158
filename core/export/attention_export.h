#pragma once

#include "core/attention/token_map.h"
#include "core/export/npz.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace tvlt {

// Maps of one pass, and the overview of its heads. The keys are listed in docs/attention.md.

/// pixel_map (maps, frames, rows, columns), audio_map (maps, steps, bands), cls (maps,), padding (maps,); NaN where
/// there is no value. Of components there are three maps each. Then frame_times, column_times, mel_hz, the maps' titles
/// and the checkpoint's name. With an overview also shares (layers, heads, 3 from, 3 to: video, audio, cls),
/// patches_to_cls and entropy (layers, heads).
[[nodiscard]] std::vector<NpzArray> attentionArrays(const std::vector<TokenMap>& maps,
                                                    const AttentionOverview* overview = nullptr);
/// The question, where it was asked, the `largest` tokens of each map, and sums of weights.
[[nodiscard]] nlohmann::json attentionJson(const std::vector<TokenMap>& maps, int largest,
                                           const AttentionOverview* overview = nullptr);
/// One line a token that has a value: token, modality, frame, row, column, step, band, seconds, low_hz, high_hz, then a
/// column for each map (of components: three each).
[[nodiscard]] std::string attentionCsv(const std::vector<TokenMap>& maps);

} // namespace tvlt
