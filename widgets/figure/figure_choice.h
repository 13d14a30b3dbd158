#pragma once

#include "widgets/figure/color_map.h"

#include <array>
#include <string_view>
#include <vector>

namespace tvlt {

struct FigureContent;

/// The rows of a reconstruction figure, in the order of figureContent().
enum class FigurePanel { Original, Masked, Reconstruction, Error };
inline constexpr std::array kFigurePanels{FigurePanel::Original, FigurePanel::Masked, FigurePanel::Reconstruction,
                                          FigurePanel::Error};
/// "original", "masked", "reconstruction", "error".
[[nodiscard]] std::string_view figurePanelName(FigurePanel panel);

/// What of an analysis a figure shows.
struct FigureChoice {
    std::vector<FigurePanel> panels{kFigurePanels.begin(), kFigurePanels.end()};
    std::vector<int> frames; ///< indices from 0, ascending; empty: all
    bool picture = true;
    bool sound = true;
    bool caption = true;
    bool operator==(const FigureChoice&) const = default;
};

/// Colours of a figure's heat maps: any but Diverging.
struct FigureColors {
    ColorMap level = ColorMap::Magma;
    ColorMap error = ColorMap::Inferno;
    bool operator==(const FigureColors&) const = default;
};

/// `content` of all panels and frames, with what was not chosen left out. Throws BadInput where nothing remains, or for
/// a frame that is not there.
[[nodiscard]] FigureContent chosen(FigureContent content, const FigureChoice& choice);

} // namespace tvlt
