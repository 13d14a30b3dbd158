#include "core/benchmark/bench_input.h"

#include "core/base/random.h"

namespace tvlt {

std::vector<NdArray> noiseFrames(int count, int height, int width) {
    std::vector<NdArray> frames;
    for (int frame = 0; frame < count; ++frame) {
        std::vector<std::uint8_t> levels(static_cast<std::size_t>(height) * static_cast<std::size_t>(width) * 3);
        const auto key = mix64(static_cast<std::uint64_t>(frame));
        for (std::size_t i = 0; i < levels.size(); ++i)
            levels[i] = static_cast<std::uint8_t>(mix64(key + i));
        frames.emplace_back(std::vector<std::int64_t>{height, width, 3}, std::move(levels));
    }
    return frames;
}

std::vector<float> noiseSound(double seconds, int sampleRate) {
    std::vector<float> samples(static_cast<std::size_t>(seconds * sampleRate));
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i] = static_cast<float>(0.2 * uniformAt(7, i) - 0.1);
    return samples;
}

} // namespace tvlt
