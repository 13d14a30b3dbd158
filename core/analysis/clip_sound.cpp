#include "core/analysis/clip_sound.h"

#include "core/analysis/feature_plan.h"
#include "core/features/recipe.h"
#include "core/media/sound.h"

#include <algorithm>
#include <cmath>

namespace tvlt {

namespace {

/// The model takes whole patches, at most as many as its tables hold.
void cropToPatches(AudioInput& audio, const FeatureExtractorConfig& config) {
    const int rows = std::min(audio.rows, config.spectrogramLength) / config.patchSize[0] * config.patchSize[0];
    audio.values.resize(static_cast<std::size_t>(rows) * static_cast<std::size_t>(audio.mels));
    audio.rows = rows;
    audio.realRows = std::min(audio.realRows, rows);
}

void fillWithSilence(std::vector<float>& samples, double seconds, int rate) {
    const auto wanted = static_cast<std::size_t>(std::llround(seconds * rate));
    if (samples.size() < wanted)
        samples.resize(wanted, 0.0F);
}

std::optional<AudioInput> readHf(ClipSound& read, const ClipInfo& clip, const FeatureExtractorConfig& config,
                                 const Segment& segment, Outside outside, const Job& job) {
    Sound sound = readSound(clip, segment, config.samplingRate, job.part(0.0, 0.5));
    read.notes = std::move(sound.warnings);
    if (outside == Outside::Silent)
        fillWithSilence(sound.samples, segment.duration, config.samplingRate);
    if (sound.samples.size() < static_cast<std::size_t>(config.hopLength))
        return std::nullopt; // not one row
    job.progress(0.5, "spectrogram");
    return audioHf(sound.samples, config, job.part(0.5, 1.0));
}

std::optional<AudioInput> readOriginal(ClipSound& read, const ClipInfo& clip, const FeatureExtractorConfig& config,
                                       const Segment& segment, Outside outside, const Job& job) {
    ChannelSound sound = readChannels(clip, segment, job.part(0.0, 0.5));
    read.notes = std::move(sound.warnings);
    if (outside == Outside::Silent)
        for (auto& channel : sound.channels)
            fillWithSilence(channel, segment.duration, sound.sampleRate);
    if (sound.channels.empty() || sound.channels.front().empty())
        return std::nullopt;
    job.progress(0.5, "spectrogram");
    const bool track = clip.video && clip.audioPath == clip.path;
    return audioOriginal(sound.channels, sound.sampleRate, config.featureSize, config.patchSize[0],
                         config.spectrogramLength, job.part(0.5, 1.0),
                         track ? SoundOrigin::VideoTrack : SoundOrigin::SoundFile);
}

} // namespace

ClipSound readClipSound(const ClipInfo& clip, const FeaturePlan& plan, const Segment& segment, Outside outside,
                        const Job& job) {
    job.progress(0.0, "reading sound");
    ClipSound read;
    read.audio = plan.recipe == Recipe::Hf ? readHf(read, clip, plan.audio, segment, outside, job)
                                           : readOriginal(read, clip, plan.audio, segment, outside, job);
    if (read.audio)
        cropToPatches(*read.audio, plan.audio);
    if (read.audio && read.audio->realRows == 0)
        read.audio.reset();
    return read;
}

std::vector<std::uint8_t> paddedTokens(const AudioInput& audio, const PatchLayout& layout) {
    const int realSteps = layout.stepsReached(audio.realRows);
    if (realSteps >= layout.timeSteps)
        return {};
    std::vector<std::uint8_t> padded(static_cast<std::size_t>(layout.audioTokens()), 0);
    std::fill(padded.begin() + realSteps * layout.bands, padded.end(), 1);
    return padded;
}

} // namespace tvlt
