#include "widgets/inspect/patch_walk.h"

#include "core/analysis/analysis.h"

#include <algorithm>

namespace tvlt {
namespace {

/// How far through the segment the middle of part `index` of `count` lies, found again among `others`.
int sameTime(int index, int count, int others) {
    return std::clamp((2 * index + 1) * others / std::max(1, 2 * count), 0, others - 1);
}

TokenRef pixelRef(const PatchLayout& layout, const PixelPlace& place) {
    return {Modality::Pixel, layout.pixelToken(place)};
}

TokenRef audioRef(const PatchLayout& layout, const AudioPlace& place) {
    return {Modality::Audio, layout.audioToken(place)};
}

TokenRef walkedPixel(const ClipFeatures& features, int token, WalkTo to) {
    const PatchLayout& layout = features.layout;
    PixelPlace place = layout.pixelPlace(token);
    const int steps = features.soundSteps();
    switch (to) {
    case WalkTo::Left:
    case WalkTo::Right: {
        const int along = place.frame * layout.patchCols + place.col + (to == WalkTo::Right ? 1 : -1);
        if (along >= 0 && along < layout.frames * layout.patchCols) {
            place.frame = along / layout.patchCols;
            place.col = along % layout.patchCols;
        }
        break;
    }
    case WalkTo::Up:
        place.row = std::max(0, place.row - 1);
        break;
    case WalkTo::Down:
        if (place.row + 1 == layout.patchRows && steps > 0)
            return audioRef(
                layout, {sameTime(place.frame * layout.patchCols + place.col, layout.frames * layout.patchCols, steps),
                         layout.bands - 1});
        place.row = std::min(layout.patchRows - 1, place.row + 1);
        break;
    case WalkTo::NextFrame:
        place.frame = std::min(layout.frames - 1, place.frame + 1);
        break;
    case WalkTo::PreviousFrame:
        place.frame = std::max(0, place.frame - 1);
        break;
    }
    return pixelRef(layout, place);
}

TokenRef walkedAudio(const ClipFeatures& features, int token, WalkTo to) {
    const PatchLayout& layout = features.layout;
    AudioPlace place = layout.audioPlace(token);
    const int steps = std::max(1, features.soundSteps());
    switch (to) {
    case WalkTo::Left:
    case WalkTo::PreviousFrame:
        place.step = std::max(0, place.step - 1);
        break;
    case WalkTo::Right:
    case WalkTo::NextFrame:
        place.step = std::min(steps - 1, place.step + 1);
        break;
    case WalkTo::Up:
        if (place.band + 1 == layout.bands && layout.pixelTokens() > 0) {
            const int along = sameTime(place.step, steps, layout.frames * layout.patchCols);
            return pixelRef(layout, {along / layout.patchCols, layout.patchRows - 1, along % layout.patchCols});
        }
        place.band = std::min(layout.bands - 1, place.band + 1);
        break;
    case WalkTo::Down:
        place.band = std::max(0, place.band - 1);
        break;
    }
    return audioRef(layout, place);
}

} // namespace

std::optional<TokenRef> walkedPatch(const ClipFeatures& features, const std::optional<TokenRef>& from, WalkTo to) {
    const PatchLayout& layout = features.layout;
    if (from && from->token >= 0 && from->token < layout.tokens(from->modality))
        return from->modality == Modality::Pixel ? walkedPixel(features, from->token, to)
                                                 : walkedAudio(features, from->token, to);
    if (layout.pixelTokens() > 0)
        return TokenRef{Modality::Pixel, 0};
    if (layout.audioTokens() > 0)
        return audioRef(layout, {0, layout.bands - 1});
    return std::nullopt;
}

} // namespace tvlt
