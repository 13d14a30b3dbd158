#include "core/features/mask.h"

#include "core/base/error.h"
#include "core/base/name_table.h"
#include "core/base/random.h"
#include "core/features/mask_pins.h"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <string>

namespace tvlt {

namespace {

constexpr NameTable<AudioMaskType, 2> kTypeNames{
    {{AudioMaskType::FrameLevel, "frame-level"}, {AudioMaskType::PatchLevel, "patch-level"}}};

/// Output `position` of SplitMix64 started with `seed`: it is a counter put through mix64(), so any position costs the
/// same.
std::uint64_t splitMix(std::uint64_t seed, std::uint64_t position) {
    return mix64(seed + position * 0x9E3779B97F4A7C15ULL);
}

/// Each modality draws from a stream of its own: the key is the output of the seed's stream at the modality's number.
enum class Stream : std::uint64_t { Pixel = 0, Audio = 1 };

std::vector<float> uniformNoise(std::uint64_t seed, Stream stream, int count, int repeat) {
    const std::uint64_t key = splitMix(seed, static_cast<std::uint64_t>(stream));
    std::vector<float> noise;
    noise.reserve(static_cast<std::size_t>(count) * static_cast<std::size_t>(repeat));
    for (int i = 0; i < count; ++i) {
        // 24 bits are all that a float holds exactly.
        const float value = static_cast<float>(splitMix(key, static_cast<std::uint64_t>(i)) >> 40) * 0x1p-24F;
        noise.insert(noise.end(), static_cast<std::size_t>(repeat), value);
    }
    return noise;
}

enum class Pin : std::uint8_t { Free, Shown, Hidden };

std::vector<Pin> pinned(std::size_t length, const Pins& pins) {
    std::vector<Pin> state(length, Pin::Free);
    const auto put = [&](const std::vector<int>& tokens, Pin pin, Pin other) {
        for (const int token : tokens) {
            if (token < 0 || static_cast<std::size_t>(token) >= length)
                throwBadInput("patch " + std::to_string(token) + " is pinned, but there are " + std::to_string(length) +
                                  " patches",
                              "mask");
            if (state[static_cast<std::size_t>(token)] == other)
                throwBadInput("patch " + std::to_string(token) + " is pinned both as hidden and as shown", "mask");
            state[static_cast<std::size_t>(token)] = pin;
        }
    };
    put(pins.hidden, Pin::Hidden, Pin::Shown);
    put(pins.shown, Pin::Shown, Pin::Hidden);
    return state;
}

} // namespace

std::string_view audioMaskTypeName(AudioMaskType type) {
    return nameIn(kTypeNames, type);
}

std::optional<AudioMaskType> audioMaskTypeFromName(std::string_view name) {
    return valueIn(kTypeNames, name);
}

int keptTokens(int length, double ratio) {
    if (!(ratio >= 0.0 && ratio <= 1.0))
        throwBadInput("the masking ratio " + std::to_string(ratio) + " is outside 0 to 1", "mask ratio",
                      "Give a share between 0 (hide nothing) and 1 (hide all).");
    return static_cast<int>(static_cast<double>(length) * (1.0 - ratio));
}

std::vector<float> pixelNoise(const PatchLayout& layout, std::uint64_t seed) {
    return uniformNoise(seed, Stream::Pixel, layout.pixelTokens(), 1);
}

std::vector<float> audioNoise(const PatchLayout& layout, std::uint64_t seed, AudioMaskType type) {
    return type == AudioMaskType::FrameLevel ? uniformNoise(seed, Stream::Audio, layout.timeSteps, layout.bands)
                                             : uniformNoise(seed, Stream::Audio, layout.audioTokens(), 1);
}

TokenMask maskFromNoise(std::span<const float> noise, double ratio, const Pins& pins) {
    const std::vector<Pin> state = pinned(noise.size(), pins);
    const auto count = [&](Pin pin) { return static_cast<int>(std::count(state.begin(), state.end(), pin)); };

    std::vector<std::int64_t> ranked(noise.size());
    std::iota(ranked.begin(), ranked.end(), 0);
    std::stable_sort(ranked.begin(), ranked.end(), [&](std::int64_t a, std::int64_t b) {
        return noise[static_cast<std::size_t>(a)] < noise[static_cast<std::size_t>(b)];
    });

    TokenMask mask;
    int freeToKeep = keptTokens(count(Pin::Free), ratio);
    mask.keep = count(Pin::Shown) + freeToKeep;
    mask.hidden.assign(noise.size(), 1);
    for (const std::int64_t token : ranked) {
        const auto i = static_cast<std::size_t>(token);
        if (state[i] == Pin::Shown || (state[i] == Pin::Free && freeToKeep-- > 0))
            mask.hidden[i] = 0;
    }
    if (!pins.empty()) {
        mask.pinned.resize(noise.size());
        std::transform(state.begin(), state.end(), mask.pinned.begin(),
                       [](Pin pin) { return static_cast<std::uint8_t>(pin != Pin::Free); });
    }
    mask.order = std::move(ranked);
    std::stable_partition(mask.order.begin(), mask.order.end(),
                          [&](std::int64_t token) { return mask.hidden[static_cast<std::size_t>(token)] == 0; });
    mask.idsRestore.resize(noise.size());
    for (std::size_t position = 0; position < mask.order.size(); ++position)
        mask.idsRestore[static_cast<std::size_t>(mask.order[position])] = static_cast<std::int64_t>(position);
    return mask;
}

Mask makeMask(const PatchLayout& layout, const MaskSettings& settings) {
    const MaskSettings fitted = refitted(settings, layout);
    return {maskFromNoise(pixelNoise(layout, fitted.seed), fitted.pixelRatio, fitted.pixelPins),
            maskFromNoise(audioNoise(layout, fitted.seed, fitted.audioType), fitted.audioRatio, fitted.audioPins)};
}

} // namespace tvlt
