#include "core/analysis/heard_sound.h"

#include "core/analysis/analysis.h"
#include "core/base/error.h"
#include "core/features/mel_inversion.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace tvlt {

namespace {

constexpr float kSilence = -120.0F; // dB: below all that the model's unit can say
constexpr std::array<std::pair<HeardSound, std::string_view>, 4> kNames{{
    {HeardSound::Original, "original"},
    {HeardSound::Masked, "masked"},
    {HeardSound::Reconstruction, "reconstruction"},
    {HeardSound::Pasted, "pasted"},
}};

Grid maskedSpectrogram(const ClipFeatures& features, const TokenMask& mask) {
    Grid grid = features.spectrogram;
    const PatchLayout& layout = features.layout;
    for (int row = 0; row < grid.rows; ++row)
        for (int mel = 0; mel < grid.cols; ++mel) {
            const int token = layout.audioToken({row / layout.patchColumns, mel / layout.patchMels});
            if (mask.hidden[static_cast<std::size_t>(token)] != 0)
                grid.at(row, mel) = kSilence;
        }
    return grid;
}

} // namespace

std::string_view heardSoundName(HeardSound sound) {
    return std::find_if(kNames.begin(), kNames.end(), [&](const auto& named) { return named.first == sound; })->second;
}

std::optional<HeardSound> heardSoundFromName(std::string_view name) {
    const auto* found =
        std::find_if(kNames.begin(), kNames.end(), [&](const auto& named) { return named.second == name; });
    return found == kNames.end() ? std::nullopt : std::optional(found->first);
}

Grid heardSpectrogram(const Analysis& analysis, HeardSound sound) {
    const ClipFeatures& features = *analysis.features;
    if (!features.audio)
        throwBadInput("has no sound", features.clip.path.string());
    if (sound == HeardSound::Original)
        return features.spectrogram;
    if (sound == HeardSound::Masked)
        return maskedSpectrogram(features, analysis.mask.audio);
    if (!analysis.audio)
        throwBadInput("has painted no sound", analysis.checkpointName, "Choose a checkpoint with an MAE decoder.");
    return sound == HeardSound::Pasted ? analysis.pastedSpectrogram : analysis.reconstructedSpectrogram;
}

SegmentSound heardSound(const Analysis& analysis, HeardSound sound, const Job& job) {
    Grid grid = heardSpectrogram(analysis, sound);
    const ClipFeatures& features = *analysis.features;
    // The unit's lower end stands for anything as quiet or quieter: heard as a level it would be a hiss.
    for (float& value : grid.values)
        if (value <= valueToDb(-1.0F))
            value = kSilence;
    MelInversion how;
    how.bands = grid.cols;
    how.nFft = features.plan.audio.nFft;
    how.hopLength = features.audio->hopLength;
    how.samplingRate = features.audio->samplingRate;
    SegmentSound made{features.segment.start, how.samplingRate, soundFromMel(grid.values, how, job)};
    float loudest = 1.0F;
    for (const float sample : made.samples)
        loudest = std::max(loudest, std::abs(sample));
    for (float& sample : made.samples)
        sample /= loudest;
    return made;
}

} // namespace tvlt
