#include "core/attention/token_map.h"
#include "tests/support/catch.h"
#include "tests/support/sample_analysis.h"
#include "widgets/figure/figure.h"
#include "widgets/figure/figure_content.h"
#include "widgets/figure/map_content.h"
#include "widgets/figure/map_scale.h"

#include <cmath>

using namespace tvlt;

namespace {

TokenMap someMap(MapQuantity quantity = MapQuantity::Attention) {
    TokenMap map;
    map.features = sampleFeatures();
    map.question.quantity = quantity;
    map.question.token = TokenRef{Modality::Pixel, 5};
    map.checkpoint = "drawn";
    const PatchLayout& layout = map.features->layout;
    for (int i = 0; i < layout.pixelTokens(); ++i)
        map.values.pixel.push_back(0.001F * float(i));
    for (int i = 0; i < layout.audioTokens(); ++i)
        map.values.audio.push_back(0.002F * float(i));
    map.values.audio.back() = NAN;
    map.values.cls = 0.9F;
    return map;
}

} // namespace

TEST_CASE("a map's figure has a cell for each patch in the colour of its value, on one scale") {
    const TokenMap map = someMap();
    const PatchLayout& layout = map.features->layout;
    const FigureContent content = mapContent({map});
    const ColorBar bar = mapBar({&map});
    REQUIRE(content.frames.rows.size() == 2);
    REQUIRE(content.spectrograms.rows.size() == 2);
    CHECK(content.frames.bars.back().bar.scale == bar.scale);
    CHECK(content.spectrograms.bars.back().bar.scale == bar.scale);
    for (int token = 0; token < layout.pixelTokens(); ++token) {
        const PixelPlace place = layout.pixelPlace(token);
        CHECK(content.frames.rows[1].pictures[std::size_t(place.frame)].pixel(place.col, place.row) ==
              bar.scale.colorAt(map.values.pixel[std::size_t(token)]));
    }
    const QImage& sound = content.spectrograms.rows[1].pictures[0];
    CHECK(sound.width() == map.features->spectrogram.rows);
    CHECK(sound.height() == map.features->spectrogram.cols);
    const int last = layout.audioTokens() - 1;
    const AudioPlace place = layout.audioPlace(last);
    CHECK(sound.pixel(place.step * layout.patchColumns, sound.height() - 1 - place.band * layout.patchMels) ==
          kNoValueColor);
    REQUIRE(content.frames.rows[1].outlines.size() == 1);
    CHECK(content.frames.rows[1].outlines[0].picture == std::size_t(layout.pixelPlace(5).frame));
    CHECK(content.spectrograms.rows[1].outlines.empty());
    CHECK(ReconstructionFigure(content).heightMm() > 40.0);
}

TEST_CASE("a map's limits are robust and rounded, cls apart, and the bar says what lies beyond") {
    TokenMap map = someMap();
    std::fill(map.values.pixel.begin(), map.values.pixel.end(), 0.01F);
    std::fill(map.values.audio.begin(), map.values.audio.end(), 0.01F);
    ColorBar bar = mapBar({&map});
    CHECK(bar.scale.low == 0.0F);
    CHECK(bar.scale.high == Approx(0.01F));
    CHECK_FALSE(bar.clippedAbove);
    map.values.pixel.resize(1000, 0.01F);
    map.values.pixel[3] = 0.7F; // one glaring patch among very many
    bar = mapBar({&map});
    CHECK(bar.scale.high == Approx(0.01F));
    CHECK(bar.clippedAbove);
}
