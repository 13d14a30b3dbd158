#include "core/features/mask_pins.h"

#include "core/base/error.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

namespace tvlt {

namespace {

void checkToken(const PatchLayout& layout, const TokenRef& ref) {
    if (ref.token < 0 || ref.token >= layout.tokens(ref.modality))
        throwBadInput("patch " + std::to_string(ref.token) + " does not exist: there are " +
                          std::to_string(layout.tokens(ref.modality)),
                      "mask");
}

std::vector<int> sortedOnce(std::span<const int> tokens) {
    std::vector<int> sorted(tokens.begin(), tokens.end());
    std::sort(sorted.begin(), sorted.end());
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    return sorted;
}

std::vector<int> joined(const std::vector<int>& a, const std::vector<int>& b) {
    std::vector<int> all;
    std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(all));
    return all;
}

std::vector<int> without(const std::vector<int>& a, const std::vector<int>& b) {
    std::vector<int> rest;
    std::set_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(rest));
    return rest;
}

/// The cell among `from` under the centre of cell `i` among `to`.
int scaled(int i, int to, int from) {
    return static_cast<int>((2LL * i + 1) * from / (2LL * to));
}

/// The token of `from` under the centre of `token` of `to`; -1: there is none.
int sourceOf(int token, Modality modality, const PatchLayout& from, const PatchLayout& to) {
    if (from.tokens(modality) == 0)
        return -1;
    if (modality == Modality::Pixel) {
        const PixelPlace place = to.pixelPlace(token);
        return from.pixelToken({scaled(place.frame, to.frames, from.frames),
                                scaled(place.row, to.patchRows, from.patchRows),
                                scaled(place.col, to.patchCols, from.patchCols)});
    }
    const AudioPlace place = to.audioPlace(token);
    const int step = (2 * place.step + 1) * to.patchColumns / (2 * from.patchColumns);
    return step < from.timeSteps ? from.audioToken({step, scaled(place.band, to.bands, from.bands)}) : -1;
}

} // namespace

std::vector<int> brushTokens(const PatchLayout& layout, const TokenRef& touched, BrushShape shape) {
    checkToken(layout, touched);
    const bool pixel = touched.modality == Modality::Pixel;
    const int perMoment = pixel ? layout.patchesPerFrame() : layout.bands;
    const int total = layout.tokens(touched.modality);
    int first = touched.token;
    int step = total; // the one patch
    int end = total;
    if (shape == BrushShape::Moment) {
        first = touched.token / perMoment * perMoment;
        step = 1;
        end = first + perMoment;
    } else if (shape == BrushShape::Place) {
        first = touched.token % perMoment;
        step = perMoment;
    }
    std::vector<int> tokens;
    for (int token = first; token < end; token += step)
        tokens.push_back(token);
    return tokens;
}

Pins withPins(const Pins& pins, std::span<const int> tokens, PinTo to) {
    const std::vector<int> painted = sortedOnce(tokens);
    Pins result{without(sortedOnce(pins.hidden), painted), without(sortedOnce(pins.shown), painted)};
    if (to == PinTo::Hidden)
        result.hidden = joined(result.hidden, painted);
    else if (to == PinTo::Shown)
        result.shown = joined(result.shown, painted);
    return result;
}

Pins invertedPins(const TokenMask& mask) {
    Pins pins;
    for (std::size_t i = 0; i < mask.hidden.size(); ++i)
        (mask.hidden[i] != 0 ? pins.shown : pins.hidden).push_back(static_cast<int>(i));
    return pins;
}

Pins refittedPins(const Pins& pins, Modality modality, const PatchLayout& from, const PatchLayout& to) {
    std::vector<PinTo> state(static_cast<std::size_t>(from.tokens(modality)), PinTo::Random);
    for (const auto& [tokens, pinned] : {std::pair{&pins.hidden, PinTo::Hidden}, std::pair{&pins.shown, PinTo::Shown}})
        for (const int token : *tokens) {
            checkToken(from, {modality, token});
            state[static_cast<std::size_t>(token)] = pinned;
        }
    Pins carried;
    for (int token = 0; token < to.tokens(modality); ++token) {
        const int source = sourceOf(token, modality, from, to);
        const PinTo pinned = source < 0 ? PinTo::Random : state[static_cast<std::size_t>(source)];
        if (pinned != PinTo::Random)
            (pinned == PinTo::Hidden ? carried.hidden : carried.shown).push_back(token);
    }
    return carried;
}

MaskSettings refitted(const MaskSettings& settings, const PatchLayout& layout) {
    MaskSettings fitted = settings;
    fitted.pinLayout = layout;
    if (settings.pinLayout && *settings.pinLayout != layout) {
        fitted.pixelPins = refittedPins(settings.pixelPins, Modality::Pixel, *settings.pinLayout, layout);
        fitted.audioPins = refittedPins(settings.audioPins, Modality::Audio, *settings.pinLayout, layout);
    }
    return fitted;
}

} // namespace tvlt
