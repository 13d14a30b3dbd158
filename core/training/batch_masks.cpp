#include "core/training/batch_masks.h"

#include "core/base/random.h"

#include <torch/utils.h>

#include <cmath>

namespace tvlt {

using torch::Tensor;

namespace {

enum Stream : std::uint64_t {
    kKind = 0x6b,
    kPixelRatio = 0x70,
    kAudioRatio = 0x61,
    kPixel = 0x5058,
    kAudio = 0x4155,
    kFrames = 0x4652
};

/// (examples, count) f32 uniform in [0, 1), each row a stream of its own.
Tensor noise(std::uint64_t seed, Stream stream, const std::vector<std::int64_t>& examples, std::int64_t count) {
    Tensor values = torch::empty({static_cast<std::int64_t>(examples.size()), count}, torch::kFloat32);
    float* out = values.data_ptr<float>();
    for (const std::int64_t example : examples) {
        const std::uint64_t key =
            mix64(seed ^ (static_cast<std::uint64_t>(stream) << 48)) ^ mix64(static_cast<std::uint64_t>(example));
        for (std::int64_t i = 0; i < count; ++i)
            *out++ = static_cast<float>(uniformAt(key, static_cast<std::uint64_t>(i)));
    }
    return values;
}

} // namespace

BatchRatios batchRatios(const TrainOptions& options, std::int64_t number) {
    const auto draw = [&](Stream stream) {
        return uniformAt(mix64(options.seed) ^ stream, static_cast<std::uint64_t>(number));
    };
    double kind = draw(kKind);
    for (const MaskPattern& pattern : options.masking.patterns) {
        kind -= pattern.share;
        if (kind >= 0.0)
            continue;
        const auto between = [&](const std::array<double, 2>& range, Stream stream) {
            return range[0] + (range[1] - range[0]) * draw(stream);
        };
        return {between(pattern.pixel, kPixelRatio), between(pattern.audio, kAudioRatio), pattern.wholeFrames};
    }
    return {options.masking.pixelRatio, options.masking.audioRatio, false};
}

BatchMasks makeBatchMasks(const TvltConfig& config, const BatchRatios& ratios, const std::string& audioType,
                          std::uint64_t seed, const std::vector<std::int64_t>& examples, std::int64_t frames,
                          std::int64_t steps) {
    const std::int64_t patches = config.patchesPerFrame();
    const std::int64_t bands = config.bands();
    BatchMasks masks;
    if (ratios.wholeFrames) {
        // The frames with the largest noise are hidden; within them the order does not matter.
        const Tensor ofFrames = noise(seed, kFrames, examples, frames).repeat_interleave(patches, 1);
        masks.pixel = orderFromNoise(ofFrames, ratios.pixel);
        masks.pixel.keep = std::llround(static_cast<double>(frames) * (1.0 - ratios.pixel)) * patches;
    } else {
        masks.pixel = orderFromNoise(noise(seed, kPixel, examples, frames * patches), ratios.pixel);
    }
    const Tensor ofAudio = audioType == "frame-level" ? noise(seed, kAudio, examples, steps).repeat_interleave(bands, 1)
                                                      : noise(seed, kAudio, examples, steps * bands);
    masks.audio = orderFromNoise(ofAudio, ratios.audio);
    return masks;
}

} // namespace tvlt
