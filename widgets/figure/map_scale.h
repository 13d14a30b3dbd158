#pragma once

#include "core/attention/token_map.h"
#include "widgets/figure/color_bar.h"

#include <QImage>

#include <vector>

namespace tvlt {

/// One scale and its key for all values of some maps of one quantity: weights and norms from 0 to a round number at or
/// above their 99th percentile, similarities from a round number at or below their 1st to 1.
/// mapScaleRule() says so.
[[nodiscard]] ColorBar mapBar(const std::vector<const TokenMap*>& maps);
/// A sentence on how a map's colours are chosen.
[[nodiscard]] QString mapScaleRule(MapQuantity quantity);
/// What of a map is shown by colour alone has no bar: components are red, green and blue, each from its 1st to its 99th
/// percentile.
[[nodiscard]] inline bool hasBar(MapQuantity quantity) {
    return quantity != MapQuantity::Components;
}

/// The colour of each token of a map; what has no value is kNoValueColor.
class MapColors {
  public:
    /// `scale`: of mapBar(); components have their own.
    MapColors(const TokenMap& map, const ColorScale& scale);

    [[nodiscard]] QRgb of(const AskedToken& token) const;
    /// A frame's patches, one pixel each.
    [[nodiscard]] QImage frame(int frame) const;
    /// The spectrogram's first `columns` columns in time at one pixel each, bands upwards at one pixel a mel band.
    [[nodiscard]] QImage spectrogram(int columns) const;

  private:
    struct Range {
        float low = 0.0F;
        float high = 1.0F;
    };
    const TokenMap& map_;
    ColorScale scale_;
    std::vector<Range> ranges_; ///< of the components
};

} // namespace tvlt
