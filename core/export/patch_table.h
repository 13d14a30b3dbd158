#pragma once

#include <string>

namespace tvlt {

struct Analysis;

/// One line a patch as CSV under a line of names: modality, token, frame, row, column (pixels), step, band (audio),
/// time_s, hz, state (visible, hidden, padding), pinned, mse (model units), ssim (pixels). Indices from 0; what does
/// not apply is empty.
[[nodiscard]] std::string patchTable(const Analysis& analysis);

} // namespace tvlt
