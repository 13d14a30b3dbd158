#include "widgets/figure/map_scale.h"

#include "core/analysis/analysis.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tvlt {
namespace {

/// All values but those of cls, which is no part of the pictures and would often outshine them.
std::vector<float> patchValues(const TokenValues& values) {
    std::vector<float> all;
    for (const auto* own : {&values.pixel, &values.audio})
        std::copy_if(own->begin(), own->end(), std::back_inserter(all), [](float v) { return std::isfinite(v); });
    return all;
}

float percentile(std::vector<float> values, double share) {
    if (values.empty())
        return 0.0F;
    const auto rank = static_cast<std::ptrdiff_t>(std::lround(share * static_cast<double>(values.size() - 1)));
    std::nth_element(values.begin(), values.begin() + rank, values.end());
    return values[static_cast<std::size_t>(rank)];
}

QString quantityTitle(MapQuantity quantity) {
    switch (quantity) {
    case MapQuantity::Attention:
    case MapQuantity::Rollout:
        return QStringLiteral("weight");
    case MapQuantity::Relevance:
        return QStringLiteral("relevance");
    case MapQuantity::Similarity:
        return QStringLiteral("cosine similarity");
    case MapQuantity::Norms:
        return QStringLiteral("norm");
    case MapQuantity::Occlusion:
        return QStringLiteral("change of the logit");
    case MapQuantity::Components:
        break;
    }
    return {};
}

} // namespace

ColorBar mapBar(const std::vector<const TokenMap*>& maps) {
    std::vector<float> values;
    for (const TokenMap* map : maps) {
        const auto own = patchValues(map->values);
        values.insert(values.end(), own.begin(), own.end());
    }
    const MapQuantity quantity = maps.empty() ? MapQuantity::Attention : maps.front()->question.quantity;
    ColorBar bar{{ColorMap::Inferno, 0.0F, 1.0F}, quantityTitle(quantity)};
    if (hasSign(quantity)) {
        std::transform(values.begin(), values.end(), values.begin(), [](float v) { return std::abs(v); });
        bar.scale = signedScale(static_cast<float>(niceCeiling(std::max(1e-9F, percentile(values, 0.99)))));
        bar.clippedAbove = bar.clippedBelow =
            !values.empty() && *std::max_element(values.begin(), values.end()) > bar.scale.high + 1e-6F;
        return bar;
    }
    if (quantity == MapQuantity::Similarity) {
        bar.scale.map = ColorMap::Viridis;
        bar.scale.low = std::max(-1.0F, std::floor(percentile(values, 0.01) * 10.0F) / 10.0F);
        bar.scale.high = 1.0F;
    } else {
        const double top = std::max(1e-9, static_cast<double>(percentile(values, 0.99)));
        bar.scale.high = static_cast<float>(niceCeiling(top));
        if (quantity == MapQuantity::Norms) {
            bar.scale.map = ColorMap::Viridis;
            bar.scale.low = std::min(percentile(values, 0.01), bar.scale.high);
        }
    }
    if (!values.empty()) {
        const auto [low, high] = std::minmax_element(values.begin(), values.end());
        bar.clippedBelow = *low < bar.scale.low;
        bar.clippedAbove = *high > bar.scale.high + 1e-6F;
    }
    return bar;
}

QString mapScaleRule(MapQuantity quantity) {
    switch (quantity) {
    case MapQuantity::Similarity:
        return QStringLiteral("Colours run from the 1st percentile of all patches, rounded, to 1.");
    case MapQuantity::Norms:
        return QStringLiteral("Colours run from the 1st to the 99th percentile of all patches, rounded up.");
    case MapQuantity::Components:
        return QStringLiteral("Red, green and blue are the first three principal components, each from its 1st to its "
                              "99th percentile over all patches.");
    case MapQuantity::Occlusion:
        return QStringLiteral("Colours run as far to either side of 0 as the 99th percentile of all sizes, rounded up; "
                              "below 0 the patch speaks for the output.");
    default:
        return QStringLiteral("Colours run from 0 to the 99th percentile of all patches, rounded up.");
    }
}

MapColors::MapColors(const TokenMap& map, const ColorScale& scale) : map_(map), scale_(scale) {
    if (map.components)
        for (const TokenValues& component : map.components->values) {
            const auto values = patchValues(component);
            ranges_.push_back({percentile(values, 0.01), percentile(values, 0.99)});
        }
}

QRgb MapColors::of(const AskedToken& token) const {
    if (!map_.components)
        return scale_.colorAt(map_.values.at(token));
    std::array<int, 3> levels{};
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const float value = map_.components->values[i].at(token);
        if (!std::isfinite(value))
            return kNoValueColor;
        const Range& range = ranges_[i];
        const float share = range.high > range.low ? (value - range.low) / (range.high - range.low) : 0.5F;
        levels[i] = static_cast<int>(std::lround(255.0F * std::clamp(share, 0.0F, 1.0F)));
    }
    return qRgb(levels[0], levels[1], levels[2]);
}

QImage MapColors::frame(int frame) const {
    const PatchLayout& layout = map_.features->layout;
    QImage image(layout.patchCols, layout.patchRows, QImage::Format_RGB32);
    for (int row = 0; row < layout.patchRows; ++row)
        for (int col = 0; col < layout.patchCols; ++col)
            image.setPixel(col, row, of(TokenRef{Modality::Pixel, layout.pixelToken({frame, row, col})}));
    return image;
}

QImage MapColors::spectrogram(int columns) const {
    const PatchLayout& layout = map_.features->layout;
    const int mels = layout.bands * layout.patchMels;
    QImage image(std::max(1, columns), std::max(1, mels), QImage::Format_RGB32);
    image.fill(kNoValueColor);
    for (int column = 0; column < columns; ++column)
        for (int mel = 0; mel < mels; ++mel) {
            const AudioPlace place{column / layout.patchColumns, mel / layout.patchMels};
            if (place.step < layout.timeSteps)
                image.setPixel(column, mels - 1 - mel, of(TokenRef{Modality::Audio, layout.audioToken(place)}));
        }
    return image;
}

} // namespace tvlt
