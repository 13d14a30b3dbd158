#pragma once

#include "widgets/figure/figure_content.h"

#include <vector>

namespace tvlt {

struct TokenMap;

/// A figure of maps of one clip, pass and quantity: the frames and the spectrogram as they are, then a row a map with a
/// cell a patch, all on one scale; the chosen patch is framed. For ReconstructionFigure.
[[nodiscard]] FigureContent mapContent(const std::vector<TokenMap>& maps);

} // namespace tvlt
