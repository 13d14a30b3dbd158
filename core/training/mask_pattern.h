#pragma once

#include <array>
#include <string>

namespace tvlt {

/// A way of hiding that a share of the batches takes in place of the usual one: most of the sound, so that the picture
/// has to tell it; whole frames, so that they have to be heard; any ratio, for a model that is to answer at any.
struct MaskPattern {
    double share = 0.0;          ///< of the batches
    std::array<double, 2> pixel; ///< ratio, drawn uniformly between the two for each batch
    std::array<double, 2> audio; ///< likewise
    bool wholeFrames = false;    ///< the pixel ratio hides whole frames, as many as come nearest, instead of patches
    bool operator==(const MaskPattern&) const = default;
};

/// From "SHARE,PIXEL,AUDIO", where a ratio is a number or LOW:HIGH, and PIXEL may begin with "frames:" –
/// "0.3,0.5,0.8", "0.2,frames:0.5,0", "0.1,0.1:0.95,0.1:0.95". Throws BadInput.
[[nodiscard]] MaskPattern maskPatternFromText(const std::string& text);
[[nodiscard]] std::string maskPatternText(const MaskPattern& pattern);

} // namespace tvlt
