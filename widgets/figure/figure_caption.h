#pragma once

#include "widgets/figure/text_block.h"

#include <vector>

namespace tvlt {

struct Analysis;

/// Checkpoint and its label, clip and segment, ratios, mask type and seed, losses and errors, device and dtype, notes.
[[nodiscard]] std::vector<TextRun> figureCaption(const Analysis& analysis);

/// What a reader would look for in vain, and why: no sound, no picture, nothing reconstructed. Empty when all is there.
[[nodiscard]] std::vector<TextRun> figureStatement(const Analysis& analysis);

} // namespace tvlt
