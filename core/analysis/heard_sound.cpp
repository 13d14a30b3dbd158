#include "core/analysis/heard_sound.h"

#include "core/analysis/analysis.h"
#include "core/base/error.h"
#include "core/base/name_table.h"
#include "core/features/mel_inversion.h"
#include "core/media/clip_writer.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace tvlt {

namespace {

constexpr float kSilence = -120.0F; // dB: below all that the model's unit can say
constexpr NameTable<HeardSound, 4> kNames{{
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

/// In dB, real rows.
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

} // namespace

std::string_view heardSoundName(HeardSound sound) {
    return nameIn(kNames, sound);
}

std::optional<HeardSound> heardSoundFromName(std::string_view name) {
    return valueIn(kNames, name);
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

void saveSound(const std::filesystem::path& path, const SegmentSound& sound, const Job& job) {
    ClipWriterOptions options;
    options.audio = AudioCoding::Pcm;
    ClipContent content;
    content.channels = {sound.samples};
    content.sampleRate = sound.sampleRate;
    writeClip(path, content, options, job);
}

} // namespace tvlt
