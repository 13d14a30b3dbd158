#include "core/media/sound.h"

#include "core/base/error.h"
#include "core/media/audio_source.h"
#include "core/media/sound_reader.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace tvlt {

namespace {

/// A span of samples, [first, last).
struct Span {
    std::int64_t first = 0;
    std::int64_t last = 0;
};

Span samplesOf(const Segment& segment, int rate, int channels, const MediaLimits& limits) {
    if (!std::isfinite(segment.start) || !std::isfinite(segment.duration) || segment.duration < 0.0 ||
        std::fabs(segment.start) > 1e9)
        throwBadInput("a segment needs a finite start and a duration of at least 0 s",
                      std::to_string(segment.start) + " s + " + std::to_string(segment.duration) + " s");
    if (segment.duration > limits.audioSeconds)
        throwUnsupported("a segment of " + std::to_string(segment.duration) + " s of sound is longer than the cap of " +
                             std::to_string(limits.audioSeconds) + " s",
                         "duration", "Choose a shorter segment.");
    const std::int64_t first = std::llround(segment.start * rate);
    const std::int64_t count = std::llround(segment.duration * rate);
    if (count * channels > limits.samples)
        throwUnsupported("a segment of " + std::to_string(segment.duration) + " s of " + std::to_string(channels) +
                             " channels at " + std::to_string(rate) + " Hz is " + std::to_string(count * channels) +
                             " samples, more than the cap of " + std::to_string(limits.samples),
                         "duration", "Choose a shorter segment.");
    return {first, first + count};
}

/// Puts `block` of samples that begin at `position` into `out`, which begins at span.first and grows with silence as
/// far as needed.
void place(const std::vector<float>& block, std::int64_t position, const Span& span, std::vector<float>& out) {
    const std::int64_t from = std::max(position, span.first);
    const std::int64_t to = std::min(position + static_cast<std::int64_t>(block.size()), span.last);
    if (from >= to)
        return;
    out.resize(std::max(out.size(), static_cast<std::size_t>(to - span.first)), 0.0F);
    std::copy(block.begin() + (from - position), block.begin() + (to - position), out.begin() + (from - span.first));
}

void report(const Job& job, std::int64_t position, const Span& span) {
    const auto length = static_cast<double>(std::max<std::int64_t>(1, span.last - span.first));
    job.progress(std::clamp(static_cast<double>(position - span.first) / length, 0.0, 1.0), "decoding sound");
}

/// Silence up to the end of the segment where the sound only begins after it.
void padBeforeStart(std::vector<float>& samples, const Span& span, double soundStart, int rate) {
    const std::int64_t begin = std::llround(soundStart * rate);
    const std::int64_t silent = std::clamp<std::int64_t>(begin - span.first, 0, span.last - span.first);
    samples.resize(std::max(samples.size(), static_cast<std::size_t>(silent)), 0.0F);
}

} // namespace

Sound readSound(const ClipInfo& clip, const Segment& segment, int sampleRate, const Job& job,
                const MediaLimits& limits) {
    if (sampleRate < 1 || sampleRate > 1'000'000)
        throwBadInput("a sampling rate must be from 1 to 1,000,000 Hz", std::to_string(sampleRate) + " Hz");
    const Span span = samplesOf(segment, sampleRate, 1, limits);
    SoundReader reader(clip, span.first, sampleRate, limits, job);
    Sound sound;
    sound.sampleRate = sampleRate;
    sound.samples = reader.read(span.last - span.first, job);
    sound.warnings = reader.warnings();
    return sound;
}

ChannelSound readChannels(const ClipInfo& clip, const Segment& segment, const Job& job, const MediaLimits& limits) {
    AudioSource source(clip, limits, job);
    const Span span = samplesOf(segment, source.rate(), source.channels(), limits);
    source.skipTo(span.first, job);

    ChannelSound sound;
    sound.sampleRate = source.rate();
    sound.channels.resize(static_cast<std::size_t>(source.channels()));
    bool cut = false;
    while (const auto block = cut ? std::nullopt : source.next(job)) {
        for (std::size_t c = 0; c < sound.channels.size(); ++c)
            place(block->channels[c], block->position, span, sound.channels[c]);
        report(job, block->end(), span);
        cut = block->end() >= span.last;
    }
    for (auto& channel : sound.channels) {
        padBeforeStart(channel, span, clip.audio->start, source.rate());
        if (cut)
            channel.resize(static_cast<std::size_t>(span.last - span.first), 0.0F);
    }
    sound.warnings = source.warnings();
    return sound;
}

std::vector<float> waveformPeaks(const ClipInfo& clip, int buckets, const Job& job) {
    if (buckets < 1)
        throwBadInput("a waveform needs at least one bucket", std::to_string(buckets));
    AudioSource source(clip, {}, job);
    const double perSample = buckets / std::max(clip.duration, 1e-9) / source.rate();
    std::vector<float> peaks(2 * static_cast<std::size_t>(buckets), 0.0F);
    std::vector<bool> touched(static_cast<std::size_t>(buckets), false);
    const Span whole{0, std::llround(clip.duration * source.rate())};
    while (const auto block = source.next(job)) {
        const std::vector<float> mono = block->mono();
        for (std::size_t i = 0; i < mono.size(); ++i) {
            const double at = static_cast<double>(block->position + static_cast<std::int64_t>(i)) * perSample;
            const auto bucket = static_cast<std::size_t>(std::clamp(at, 0.0, static_cast<double>(buckets - 1)));
            float& low = peaks[2 * bucket];
            float& high = peaks[2 * bucket + 1];
            low = touched[bucket] ? std::min(low, mono[i]) : mono[i];
            high = touched[bucket] ? std::max(high, mono[i]) : mono[i];
            touched[bucket] = true;
        }
        report(job, block->end(), whole);
    }
    return peaks;
}

} // namespace tvlt
