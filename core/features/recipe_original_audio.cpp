#include "core/base/error.h"
#include "core/features/log_mel.h"
#include "core/features/recipe.h"
#include "core/features/sinc_resample.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace tvlt {

namespace {

constexpr int originalRate = 44100;
constexpr int originalFft = 2048;
constexpr int originalHop = 512;
constexpr float silence = -1.0F;

void checkChannels(const std::vector<std::vector<float>>& channels) {
    if (channels.empty() || channels.front().empty())
        throwBadInput("recording is empty", "sound");
    for (const auto& channel : channels) {
        if (channel.size() != channels.front().size())
            throwBadInput("channels have different lengths", "sound");
        if (!std::all_of(channel.begin(), channel.end(), [](float v) { return std::isfinite(v); }))
            throwBadInput("recording holds values that are not finite", "sound");
    }
}

/// As FFmpeg hands it over in 16 bits.
double sixteenBit(double sample) {
    return std::clamp(std::nearbyint(sample * 32768.0), -32768.0, 32767.0) / 32768.0;
}

/// Samples [trunc(44100 * start), trunc(44100 * end)) of `mono`.
std::vector<double> cutSamples(std::vector<double> mono, const Segment& cut) {
    const auto position = [&](double seconds) {
        return static_cast<std::ptrdiff_t>(std::clamp(originalRate * seconds, 0.0, static_cast<double>(mono.size())));
    };
    const std::ptrdiff_t first = position(cut.start);
    const std::ptrdiff_t last = std::max(first, position(cut.end()));
    return {mono.begin() + first, mono.begin() + last};
}

} // namespace

std::vector<double> monoOriginal(const std::vector<std::vector<float>>& channels, int samplingRate, SoundOrigin origin,
                                 std::optional<Segment> cut, const Job& job) {
    checkChannels(channels);
    std::vector<double> mono;
    for (const auto& channel : channels) {
        const std::vector<float> resampled = resampleSinc(channel, samplingRate, originalRate, job);
        mono.resize(resampled.size());
        const bool track = origin == SoundOrigin::VideoTrack;
        const double gain = track && channels.size() == 1 ? std::numbers::sqrt2 / 2 : 1.0;
        for (std::size_t i = 0; i < mono.size(); ++i)
            mono[i] += track ? sixteenBit(resampled[i] * gain) : resampled[i];
    }
    for (double& sample : mono)
        sample /= static_cast<double>(channels.size());
    if (cut)
        mono = cutSamples(std::move(mono), *cut);
    if (mono.empty())
        throwBadInput("recording is empty", "sound", "Choose a segment that holds sound.");
    return mono;
}

AudioInput audioOriginal(const std::vector<std::vector<float>>& channels, int samplingRate, int melBands, int patchRows,
                         int maxRows, const Job& job, SoundOrigin origin, std::optional<Segment> cut) {
    if (melBands < 1 || patchRows < 1 || maxRows < 1)
        throwBadInput("mel bands, patch rows and rows must be positive", "sound");
    std::vector<double> signal = monoOriginal(channels, samplingRate, origin, cut, job);
    const double mean = std::accumulate(signal.begin(), signal.end(), 0.0) / static_cast<double>(signal.size());
    // A sound file's samples are float32 in the authors' code, and stay so when the mean is taken off.
    for (double& sample : signal)
        sample = origin == SoundOrigin::SoundFile ? static_cast<float>(sample - mean) : sample - mean;

    const bool single = origin == SoundOrigin::SoundFile;
    const LogMel spectrogram = logMelSpectrogram(
        signal,
        {originalFft, originalHop, EdgePadding::Zero, single ? SpectrumPrecision::Single : SpectrumPrecision::Double},
        melFilterBank(originalFft, melBands, originalRate), job);

    AudioInput input;
    input.mels = melBands;
    input.hopLength = originalHop;
    input.samplingRate = originalRate;
    const int padded = (spectrogram.frames / patchRows + 1) * patchRows;
    input.rows = std::min(padded, maxRows);
    input.realRows = std::min(spectrogram.frames, input.rows);
    input.values.assign(static_cast<std::size_t>(input.rows) * static_cast<std::size_t>(melBands), silence);
    const auto real = static_cast<std::ptrdiff_t>(input.realRows) * melBands;
    std::transform(spectrogram.db.begin(), spectrogram.db.begin() + real, input.values.begin(), modelValue);
    return input;
}

} // namespace tvlt
