#include "core/evaluation/clip_trial.h"

#include "core/base/random.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace tvlt {

namespace {

constexpr double kLeastShift = 0.5, kMostShift = 1.5; // seconds

std::uint64_t clipKey(std::uint64_t seed, std::int64_t index) {
    return mix64(mix64(seed) ^ static_cast<std::uint64_t>(index));
}

/// The tokens of half of the frames, each as likely as any other.
std::vector<int> tokensOfHalf(const PatchLayout& layout, std::uint64_t key) {
    std::vector<int> frames(static_cast<std::size_t>(layout.frames));
    std::iota(frames.begin(), frames.end(), 0);
    std::sort(frames.begin(), frames.end(), [&](int a, int b) {
        return uniformAt(key, static_cast<std::uint64_t>(a)) < uniformAt(key, static_cast<std::uint64_t>(b));
    });
    frames.resize(frames.size() / 2);
    std::vector<int> tokens;
    for (const int frame : frames)
        for (int patch = 0; patch < layout.patchesPerFrame(); ++patch)
            tokens.push_back(frame * layout.patchesPerFrame() + patch);
    return tokens;
}

} // namespace

ClipTrial clipTrial(const PatchLayout& layout, const MaskSettings& settings, std::int64_t index) {
    const std::uint64_t key = clipKey(settings.seed, index);
    MaskSettings masked = settings;
    masked.seed = key;
    MaskSettings halved;
    halved.pixelRatio = halved.audioRatio = 0.0;
    halved.pixelPins.hidden = tokensOfHalf(layout, key ^ 1);
    return {makeMask(layout, masked), makeMask(layout, halved), clipShift(settings.seed, index)};
}

double clipShift(std::uint64_t seed, std::int64_t index) {
    const std::uint64_t key = clipKey(seed, index) ^ 2;
    const double seconds = kLeastShift + (kMostShift - kLeastShift) * uniformAt(key, 0);
    return uniformAt(key, 1) < 0.5 ? -seconds : seconds;
}

} // namespace tvlt
