#include "widgets/inspect/inspect_data.h"

#include "core/analysis/analysis.h"

#include <QCoreApplication>

#include <algorithm>

namespace tvlt {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Hover", text);
}

Hover::State stateOf(const InspectData& data, const TokenRef& token) {
    if (!data.mask)
        return Hover::State::Unknown;
    const bool pixel = token.modality == Modality::Pixel;
    const auto& padded = pixel ? data.features->paddedPixel : data.features->paddedAudio;
    const auto& hidden = pixel ? data.mask->pixel.hidden : data.mask->audio.hidden;
    const auto index = static_cast<std::size_t>(token.token);
    if (index < padded.size() && padded[index] != 0)
        return Hover::State::Padding;
    if (index >= hidden.size())
        return Hover::State::Unknown;
    return hidden[index] != 0 ? Hover::State::Hidden : Hover::State::Visible;
}

} // namespace

void setPatch(Hover& hover, const InspectData& data, const TokenRef& token) {
    const PatchLayout& layout = data.features->layout;
    hover.token = token;
    hover.state = stateOf(data, token);
    if (data.mask) {
        const auto& pinned = token.modality == Modality::Pixel ? data.mask->pixel.pinned : data.mask->audio.pinned;
        hover.pinned = std::size_t(token.token) < pinned.size() && pinned[std::size_t(token.token)] != 0;
    }
    if (token.modality == Modality::Pixel) {
        const PixelPlace place = layout.pixelPlace(token.token);
        hover.place =
            tr("frame %1, patch row %2, column %3").arg(place.frame + 1).arg(place.row + 1).arg(place.col + 1);
    } else {
        const AudioPlace place = layout.audioPlace(token.token);
        hover.place = tr("step %1, band %2").arg(place.step + 1).arg(place.band + 1);
    }
}

Hover patchHover(const InspectData& data, const TokenRef& token) {
    const ClipFeatures& features = *data.features;
    Hover hover;
    setPatch(hover, data, token);
    const auto at = [](const std::vector<double>& values, int index) {
        return values.empty() ? 0.0 : values[std::min(std::size_t(index), values.size() - 1)];
    };
    if (token.modality == Modality::Pixel) {
        hover.time = at(features.frameTimes, features.layout.pixelPlace(token.token).frame);
    } else {
        const AudioPlace place = features.layout.audioPlace(token.token);
        const int columns = features.layout.patchColumns;
        hover.time = at(features.columnTimes, place.step * columns + columns / 2);
        hover.hz = at(features.melHz, place.band * features.layout.patchMels + features.layout.patchMels / 2);
    }
    return hover;
}

} // namespace tvlt
