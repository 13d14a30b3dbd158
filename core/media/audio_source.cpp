#include "core/media/audio_source.h"

#include "core/base/error.h"
#include "core/media/clock_text.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <new>

namespace tvlt {

namespace {

const AudioStream& soundOf(const ClipInfo& clip) {
    if (!clip.audio)
        throwNotFound("the clip has no sound", clip.path.string(), "Choose a clip with sound, or add a sound file.");
    return *clip.audio;
}

} // namespace

std::vector<float> SoundBlock::mono() const {
    std::vector<float> mean(static_cast<std::size_t>(samples), 0.0F);
    for (const auto& channel : channels)
        for (std::size_t i = 0; i < mean.size(); ++i)
            mean[i] += channel[i];
    const float count = static_cast<float>(channels.size());
    for (float& value : mean)
        value /= count;
    return mean;
}

AudioSource::AudioSource(const ClipInfo& clip, const MediaLimits& limits, const Job& job)
    : audio_(soundOf(clip)), limits_(limits), decoder_(clip.audioPath, audio_.index, limits, job), frame_(makeFrame()) {
}

std::int64_t AudioSource::positionOf(std::int64_t pts) const {
    const double seconds =
        audio_.start + static_cast<double>(av_sat_sub64(pts, audio_.startPts)) * audio_.timeBase.value();
    return std::llround(std::clamp(seconds, -1e9, 1e9) * audio_.sampleRate);
}

bool AudioSource::seeksExactly() const {
    // Elsewhere (MP3, ADTS, MPEG-TS, Ogg, AVI) the PTS after a seek are estimates.
    if (av_match_list(decoder_.file().format().iformat->name, "mov,wav,w64,aiff,caf,au,flac", ',') > 0)
        return true;
    // Matroska's milliseconds are coarser than samples, but frames of a known length stand on a lattice.
    return decoder_.file().formatName().starts_with("matroska") && decoder_.stream().codecpar->frame_size > 0;
}

void AudioSource::skipTo(std::int64_t position, const Job& job) {
    const std::int64_t begin = positionOf(audio_.startPts);
    if (position - begin < 5LL * rate() || !seeksExactly())
        return;
    // A second before: decoders need some frames to find their feet.
    const double seconds = static_cast<double>(position - begin) / rate() - 1.0;
    const auto pts = av_sat_add64(audio_.startPts, std::llround(seconds / audio_.timeBase.value()));
    sought_ = decoder_.seek(pts, job).has_value();
    if (!sought_)
        decoder_.restart(job);
}

/// Converts to planar float at the stream's rate and layout, whatever the frame has; returns the number of samples.
int AudioSource::convert(const AVFrame& frame, SoundBlock& block) {
    const Format format{frame.format, frame.sample_rate, frame.ch_layout.nb_channels};
    if (!converter_ || !(format == format_)) {
        AVChannelLayout target{}, source{};
        // With as many channels on either side no mixing takes place: channels stay as stored.
        av_channel_layout_default(&target, audio_.channels);
        av_channel_layout_default(&source, frame.ch_layout.nb_channels);
        SwrContext* made = nullptr;
        const int code = swr_alloc_set_opts2(&made, &target, AV_SAMPLE_FMT_FLTP, audio_.sampleRate, &source,
                                             static_cast<AVSampleFormat>(frame.format), frame.sample_rate, 0, nullptr);
        converter_.reset(made);
        av_channel_layout_uninit(&target);
        av_channel_layout_uninit(&source);
        checkFfmpeg(code, "swr_alloc_set_opts2");
        const int begun = swr_init(converter_.get());
        if (begun < 0 && format.channels != audio_.channels)
            throwUnsupported("its sound turns from " + std::to_string(audio_.channels) + " to " +
                                 std::to_string(format.channels) + " channels in the middle, which cannot be mixed",
                             decoder_.file().path().string(), "Convert it first.");
        checkFfmpeg(begun, "swr_init");
        format_ = format;
    }
    const int room = swr_get_out_samples(converter_.get(), frame.nb_samples);
    // Few samples at 1 Hz within a stream of 192,000 Hz would be many.
    if (room < 0 || static_cast<std::int64_t>(room) * audio_.channels > limits_.samples)
        throwBadInput("its sound turns from " + std::to_string(audio_.sampleRate) + " Hz to " +
                          std::to_string(frame.sample_rate) + " Hz in the middle",
                      decoder_.file().path().string(), "Convert it first.");
    block.channels.assign(static_cast<std::size_t>(audio_.channels),
                          std::vector<float>(static_cast<std::size_t>(room)));
    std::vector<std::uint8_t*> planes;
    for (auto& channel : block.channels)
        planes.push_back(reinterpret_cast<std::uint8_t*>(channel.data()));
    auto* const* data = const_cast<const std::uint8_t**>(frame.extended_data); // const-ness differs between versions
    const int made =
        swr_convert(converter_.get(), planes.data(), room, const_cast<const std::uint8_t**>(data), frame.nb_samples);
    checkFfmpeg(made, "swr_convert");
    return made;
}

std::optional<SoundBlock> AudioSource::next(const Job& job) {
    while (decoder_.receive(*frame_, job)) {
        if (decoder_.takeDamage() && !damagedAt_)
            damagedAt_ = expected_.value_or(positionOf(audio_.startPts));
        SoundBlock block;
        block.samples = convert(*frame_, block);
        if (block.samples <= 0)
            continue;

        const std::int64_t pts = frame_->best_effort_timestamp;
        const std::int64_t claimed =
            pts != AV_NOPTS_VALUE ? positionOf(pts) : expected_.value_or(positionOf(audio_.startPts));
        // Time stamps are rounded and jitter; samples follow each other. Only a real gap or overlap moves them.
        const std::int64_t tolerance = std::llround((0.005 + 1.5 * audio_.timeBase.value()) * rate());
        block.position = claimed;
        if (expected_ && std::llabs(claimed - *expected_) <= tolerance)
            block.position = *expected_;
        else if (!expected_ && sought_ && decoder_.stream().codecpar->frame_size > 0 &&
                 audio_.timeBase.value() * rate() > 1.0) {
            const std::int64_t begin = positionOf(audio_.startPts), length = decoder_.stream().codecpar->frame_size;
            const std::int64_t frames =
                std::llround(static_cast<double>(claimed - begin) / static_cast<double>(length));
            if (std::llabs(begin + frames * length - claimed) <= tolerance)
                block.position = begin + frames * length;
        }

        const std::int64_t known = expected_.value_or(block.position);
        const int drop = static_cast<int>(std::clamp<std::int64_t>(known - block.position, 0, block.samples));
        for (auto& channel : block.channels) {
            channel.resize(static_cast<std::size_t>(block.samples));
            channel.erase(channel.begin(), channel.begin() + drop);
        }
        block.samples -= drop;
        block.position += drop;
        if (block.samples == 0)
            continue;
        expected_ = block.end();
        return block;
    }
    const std::int64_t reached = expected_.value_or(positionOf(audio_.startPts));
    if (decoder_.takeDamage() && !damagedAt_)
        damagedAt_ = reached;
    endsEarly_ = static_cast<double>(reached) / rate() < audio_.start + audio_.duration - 0.5;
    return std::nullopt;
}

std::vector<std::string> AudioSource::warnings() const {
    std::vector<std::string> all;
    if (damagedAt_)
        all.push_back("The sound is damaged after " + clockText(static_cast<double>(*damagedAt_) / rate()) +
                      ": what cannot be decoded is silent.");
    if (endsEarly_)
        all.push_back("The sound ends at " + clockText(static_cast<double>(expected_.value_or(0)) / rate()) +
                      ", although its header promises " + clockText(audio_.start + audio_.duration) + ".");
    return all;
}

} // namespace tvlt
