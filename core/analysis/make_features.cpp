#include "core/analysis/clip_sound.h"
#include "core/analysis/engine.h"
#include "core/analysis/model_pass.h"
#include "core/analysis/patch_pictures.h"
#include "core/base/error.h"
#include "core/features/mel_filters.h"
#include "core/media/frames.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace tvlt {

namespace {

std::vector<Image> takeImages(FramesRead& read) {
    std::vector<Image> images;
    for (VideoFrame& frame : read.frames)
        images.push_back(std::move(frame.image));
    return images;
}

/// Frame i of n at start + i · duration / n.
std::vector<double> timesHf(const FeaturePlan& plan) {
    std::vector<double> times;
    for (int i = 0; i < plan.frames; ++i)
        times.push_back(frameTime(plan.segment, i, plan.frames));
    return times;
}

/// The authors' choice among the frames that begin within the segment; where none does, the one on screen at its start.
std::vector<double> timesOriginal(const FeaturePlan& plan, const ClipInfo& clip, const Job& job) {
    std::vector<double> begins;
    for (const std::int64_t pts : framePts(clip, job)) {
        const double time = ptsToTime(clip, pts);
        if (time >= plan.segment.start && time < plan.segment.end())
            begins.push_back(time);
    }
    if (begins.empty())
        begins.push_back(plan.segment.start);
    std::vector<double> times;
    for (const std::int64_t index : frameIndicesOriginal(static_cast<std::int64_t>(begins.size()), plan.frames))
        times.push_back(begins[static_cast<std::size_t>(index)]);
    return times;
}

void readPicture(ClipFeatures& features, const TvltConfig& config, const Job& job) {
    const FeaturePlan& plan = features.plan;
    const ClipInfo& clip = features.clip;
    job.progress(0.0, "decoding frames");
    features.frameTimes = plan.recipe == Recipe::Hf ? timesHf(plan) : timesOriginal(plan, clip, job);
    FramesRead read = readFrames(clip, features.frameTimes, job);
    for (const VideoFrame& frame : read.frames)
        features.framePts.push_back(frame.pts);
    features.notes.insert(features.notes.end(), read.warnings.begin(), read.warnings.end());
    job.check();
    const std::vector<Image> images = takeImages(read);
    features.pixels =
        plan.recipe == Recipe::Hf ? pixelsHf(images, plan.image) : pixelsOriginal(images, config.image_size[0]);
    features.frames = imagesFromFrames(features.pixels->values, *features.pixels);
}

/// Bands are evenly spaced in mel from 0 to 22,050 Hz whatever the rate (feature_extraction_tvlt.py).
std::vector<double> melCentres(int bands) {
    std::vector<double> centres;
    for (int band = 1; band <= bands; ++band)
        centres.push_back(melToHz(hzToMel(22050.0) * band / (bands + 1)));
    return centres;
}

void readAudio(ClipFeatures& features, const Job& job) {
    auto [audio, notes] = readClipSound(features.clip, features.plan, features.segment, Outside::LeftOut, job);
    features.notes.insert(features.notes.end(), notes.begin(), notes.end());
    if (!audio) {
        features.notes.emplace_back("The sound is too short for one patch of a spectrogram: it is left out.");
        return;
    }
    if (!std::all_of(audio->values.begin(), audio->values.end(), [](float v) { return std::isfinite(v); }))
        throwBadInput("the sound holds samples that are not numbers", features.clip.audioPath.string(),
                      "Convert it to 16-bit PCM, or choose another part of it.");
    for (int row = 0; row < audio->rows; ++row)
        features.columnTimes.push_back(features.segment.start + columnTime(row, audio->hopLength, audio->samplingRate));
    features.melHz = melCentres(audio->mels);
    features.spectrogram = decibelGrid(audio->values, audio->realRows, audio->mels);
    features.audio = std::move(audio);
}

/// Where there is a picture, it goes on without a sound that cannot be had.
void readAudioIfPossible(ClipFeatures& features, const Job& job) {
    try {
        readAudio(features, job);
    } catch (const Exception& exception) {
        const Error& error = exception.error();
        if (!features.pixels || error.kind == Error::Kind::Cancelled || error.kind == Error::Kind::OutOfMemory)
            throw;
        features.notes.push_back("The sound is left out: " + error.message());
    }
}

PatchLayout layoutOf(const ClipFeatures& features, const TvltConfig& config) {
    PatchLayout layout;
    layout.patchHeight = config.image_patch_size[0];
    layout.patchWidth = config.image_patch_size[1];
    layout.patchRows = config.image_size[0] / layout.patchHeight;
    layout.patchCols = config.image_size[1] / layout.patchWidth;
    layout.frames = features.pixels ? features.pixels->frames : 0;
    layout.patchColumns = config.audio_patch_size[0];
    layout.patchMels = config.audio_patch_size[1];
    layout.bands = config.bands();
    layout.timeSteps = features.audio ? features.audio->rows / layout.patchColumns : 0;
    return layout;
}

std::string percent(const std::vector<std::uint8_t>& flags) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f %%",
                  100.0 * static_cast<double>(std::count(flags.begin(), flags.end(), 1)) /
                      static_cast<double>(flags.size()));
    return text;
}

void markPadding(ClipFeatures& features, const Checkpoint& checkpoint) {
    if (features.audio)
        features.paddedAudio = paddedTokens(*features.audio, features.layout);
    if (!features.plan.original)
        return;
    // The authors' model takes a patch that is -1 throughout for padding: black picture, digital silence.
    const InvisiblePatches invisible = findInvisiblePatches(checkpoint, features);
    const auto hides = [](const auto& flags) { return std::count(flags.begin(), flags.end(), 1) > 0; };
    if (hides(invisible.pixel)) {
        features.notes.push_back(percent(invisible.pixel) +
                                 " of the picture's patches are black throughout: this model takes them for padding.");
        features.paddedPixel = invisible.pixel;
    }
    if (hides(invisible.audio)) {
        features.notes.push_back(percent(invisible.audio) +
                                 " of the sound's patches are silent throughout: this model takes them for padding.");
        features.paddedAudio = invisible.audio;
    }
    if (!invisible.audio.empty() && invisible.audio.front() == 1)
        features.notes.emplace_back(
            "The first audio patch is silent: this model then hides CLS from all other tokens.");
    if (features.pixels && !features.audio)
        features.notes.emplace_back(
            "The authors' code cannot run on picture alone: [cls, video] is an extension of this program.");
}

} // namespace

std::shared_ptr<const ClipFeatures> makeFeatures(const Request& request, const Job& job,
                                                 std::shared_ptr<const ClipFeatures> previous) {
    FeaturePlan plan = planFeatures(request);
    if (previous && previous->plan == plan)
        return previous;
    const Checkpoint& checkpoint = *request.checkpoint;
    const TvltConfig& config = checkpoint.config;
    if (config.num_image_channels != 3 || config.num_audio_channels != 1)
        throwUnsupported("takes " + std::to_string(config.num_image_channels) + " picture and " +
                             std::to_string(config.num_audio_channels) + " sound channels; clips give 3 and 1",
                         checkpoint.name);
    if (plan.recipe == Recipe::Original && config.image_size[0] != config.image_size[1])
        throwUnsupported("the authors' recipe makes square frames, and this model's are not", checkpoint.name,
                         "Use the recipe hf.");
    auto features = std::make_shared<ClipFeatures>();
    features->clip = request.clip;
    features->segment = plan.segment;
    features->recipe = plan.recipe;
    features->notes = plan.notes;
    features->plan = std::move(plan);
    if (request.clip.video)
        readPicture(*features, config, job.part(0.0, 0.7));
    else
        features->notes.emplace_back("There is no picture: the model works from the sound alone.");
    job.check();
    if (request.clip.audio)
        readAudioIfPossible(*features, job.part(0.7, 1.0));
    if (!features->pixels && !features->audio)
        throwBadInput("holds neither a picture nor enough sound for one patch", request.clip.path.string(),
                      "Take a longer part of it.");
    if (!features->audio)
        features->notes.emplace_back("There is no sound to hear: the model works from the picture alone.");
    features->layout = layoutOf(*features, config);
    markPadding(*features, checkpoint);
    job.progress(1.0, "spectrogram");
    return features;
}

} // namespace tvlt
