#include "widgets/inspect/inspect_data.h"

#include "core/analysis/analysis.h"

namespace tvlt {

Hover::State patchState(const InspectData& data, const TokenRef& token) {
    if (!data.features || !data.mask)
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

} // namespace tvlt
