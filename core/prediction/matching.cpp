#include "core/prediction/matching.h"

#include "core/analysis/analysis.h"
#include "core/analysis/clip_sound.h"
#include "core/analysis/model_pass.h"
#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"

#include <cmath>

namespace tvlt {

namespace {

void checkWhole(const ClipFeatures& clip) {
    if (!clip.pixels || !clip.audio)
        throwBadInput(clip.pixels ? "has no sound to match with a picture" : "has no picture to match with a sound",
                      clip.clip.path.string(), "Choose a clip with both.");
}

} // namespace

void checkMatching(const Checkpoint& checkpoint) {
    if (!checkpoint.report.hasMatching)
        throwUnsupported("has no matching head, so it cannot say whether picture and sound belong together",
                         checkpoint.name, "Open a pre-training checkpoint with task_matching.");
}

ClipFeatures pairOf(const ClipFeatures& picture, const AudioInput& sound) {
    if (!picture.pixels)
        throwBadInput("has no picture to match with a sound", picture.clip.path.string(), "Choose a clip with both.");
    ClipFeatures pair;
    pair.clip = picture.clip;
    pair.segment = picture.segment;
    pair.recipe = picture.recipe;
    pair.pixels = picture.pixels;
    pair.paddedPixel = picture.paddedPixel;
    pair.audio = sound;
    pair.layout = picture.layout;
    pair.layout.timeSteps = sound.rows / pair.layout.patchColumns;
    pair.paddedAudio = paddedTokens(sound, pair.layout);
    return pair;
}

double matchingLogit(const Checkpoint& checkpoint, const ClipFeatures& picture, const AudioInput& sound,
                     const Job& job) {
    checkMatching(checkpoint);
    return runHeads(checkpoint, pairOf(picture, sound), job).matchingLogit.value();
}

double logistic(double logit) {
    return 1.0 / (1.0 + std::exp(-logit));
}

SwapMatch matchSwapped(const Checkpoint& checkpoint, const ClipFeatures& clip, const ClipFeatures& other,
                       const Job& job) {
    checkMatching(checkpoint);
    checkWhole(clip);
    checkWhole(other);
    SwapMatch match;
    match.name = other.clip.path.filename().string();
    match.own = matchingLogit(checkpoint, clip, *clip.audio, job.part(0.0, 0.25));
    match.otherSound = matchingLogit(checkpoint, clip, *other.audio, job.part(0.25, 0.5));
    match.otherPicture = matchingLogit(checkpoint, other, *clip.audio, job.part(0.5, 0.75));
    match.other = matchingLogit(checkpoint, other, *other.audio, job.part(0.75, 1.0));
    return match;
}

} // namespace tvlt
