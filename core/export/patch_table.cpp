#include "core/export/patch_table.h"

#include "core/analysis/analysis.h"

#include <limits>
#include <locale>
#include <sstream>

namespace tvlt {

namespace {

const char* stateOf(const TokenMask& mask, const std::vector<std::uint8_t>& padded, std::size_t token) {
    if (token < padded.size() && padded[token] != 0)
        return "padding";
    return token < mask.hidden.size() && mask.hidden[token] != 0 ? "hidden" : "visible";
}

void addState(std::ostream& text, const TokenMask& mask, const std::vector<std::uint8_t>& padded, std::size_t token) {
    const bool pinned = token < mask.pinned.size() && mask.pinned[token] != 0;
    text << ',' << stateOf(mask, padded, token) << ',' << (pinned ? 1 : 0) << ',';
}

/// Empty where the list does not reach: nothing was measured.
void addValue(std::ostream& text, const std::vector<double>& values, std::size_t token) {
    if (token < values.size())
        text << values[token];
}

void addPixels(std::ostream& text, const Analysis& analysis) {
    const ClipFeatures& features = *analysis.features;
    for (int token = 0; token < features.layout.pixelTokens(); ++token) {
        const auto at = static_cast<std::size_t>(token);
        const PixelPlace place = features.layout.pixelPlace(token);
        text << "pixel," << token << ',' << place.frame << ',' << place.row << ',' << place.col << ",,,";
        addValue(text, features.frameTimes, static_cast<std::size_t>(place.frame));
        text << ',';
        addState(text, analysis.mask.pixel, features.paddedPixel, at);
        if (analysis.pixel)
            addValue(text, analysis.pixel->patchError, at);
        text << ',';
        if (analysis.pixel)
            addValue(text, analysis.pixel->patchSsim, at);
        text << '\n';
    }
}

void addAudio(std::ostream& text, const Analysis& analysis) {
    const ClipFeatures& features = *analysis.features;
    const PatchLayout& layout = features.layout;
    for (int token = 0; token < layout.audioTokens(); ++token) {
        const auto at = static_cast<std::size_t>(token);
        const AudioPlace place = layout.audioPlace(token);
        text << "audio," << token << ",,,," << place.step << ',' << place.band << ',';
        addValue(text, features.columnTimes, static_cast<std::size_t>(place.step * layout.patchColumns));
        text << ',';
        addValue(text, features.melHz, static_cast<std::size_t>(place.band * layout.patchMels + layout.patchMels / 2));
        addState(text, analysis.mask.audio, features.paddedAudio, at);
        if (analysis.audio)
            addValue(text, analysis.audio->patchError, at);
        text << ",\n";
    }
}

} // namespace

std::string patchTable(const Analysis& analysis) {
    std::ostringstream text;
    text.imbue(std::locale::classic());
    text.precision(std::numeric_limits<double>::max_digits10);
    text << "modality,token,frame,row,column,step,band,time_s,hz,state,pinned,mse,ssim\n";
    if (analysis.features->pixels)
        addPixels(text, analysis);
    if (analysis.features->audio)
        addAudio(text, analysis);
    return text.str();
}

} // namespace tvlt
