#include "core/media/stream_facts.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <string_view>
#include <system_error>

namespace tvlt {

namespace {

AVStream* choose(const MediaFile& file, AVMediaType type, const char* kind, std::vector<std::string>& warnings) {
    AVFormatContext& format = file.format();
    const AVCodec* decoder = nullptr;
    int index = av_find_best_stream(&format, type, -1, -1, &decoder, 0);
    if (index == AVERROR_DECODER_NOT_FOUND) {
        index = av_find_best_stream(&format, type, -1, -1, nullptr, 0);
        if (index >= 0)
            warnings.push_back(std::string("The ") + kind + " is coded as " +
                               avcodec_get_name(format.streams[index]->codecpar->codec_id) +
                               ", which this FFmpeg cannot decode.");
        return nullptr;
    }
    if (index < 0 || (format.streams[index]->disposition & AV_DISPOSITION_ATTACHED_PIC) != 0)
        return nullptr;
    return format.streams[index];
}

/// Matroska's writers note each stream's own duration as a tag, "00:00:30.000000000".
std::optional<double> taggedDuration(const AVStream& stream) {
    const AVDictionaryEntry* tag = av_dict_get(stream.metadata, "DURATION", nullptr, 0);
    int hours = 0, minutes = 0, length = 0;
    double seconds = 0.0;
    if (!tag || std::sscanf(tag->value, "%d:%d:%n", &hours, &minutes, &length) != 2 || length == 0)
        return std::nullopt;
    const std::string_view rest = tag->value + length;
    // A point in every locale.
    if (std::from_chars(rest.data(), rest.data() + rest.size(), seconds).ec != std::errc{})
        return std::nullopt;
    const double end = 3600.0 * hours + 60.0 * minutes + seconds;
    // The tag counts from the container's zero.
    return end > streamStart(stream) ? std::optional(end - streamStart(stream)) : std::nullopt;
}

} // namespace

ChosenStreams chooseStreams(const MediaFile& file, std::vector<std::string>& warnings) {
    return {choose(file, AVMEDIA_TYPE_VIDEO, "picture", warnings), choose(file, AVMEDIA_TYPE_AUDIO, "sound", warnings)};
}

double streamStart(const AVStream& stream) {
    return stream.start_time == AV_NOPTS_VALUE ? 0.0
                                               : static_cast<double>(stream.start_time) * av_q2d(stream.time_base);
}

std::optional<double> streamDuration(const MediaFile& file, const AVStream& stream) {
    const AVFormatContext& format = file.format();
    if (format.duration_estimation_method == AVFMT_DURATION_FROM_BITRATE)
        return std::nullopt;
    if (stream.duration != AV_NOPTS_VALUE && stream.duration > 0)
        return static_cast<double>(stream.duration) * av_q2d(stream.time_base);
    if (const auto tagged = taggedDuration(stream))
        return tagged;
    if (format.duration == AV_NOPTS_VALUE || format.duration <= 0)
        return std::nullopt;
    const std::int64_t begin = format.start_time == AV_NOPTS_VALUE ? 0 : format.start_time;
    const double end = (static_cast<double>(begin) + static_cast<double>(format.duration)) / AV_TIME_BASE;
    return std::max(0.0, end - streamStart(stream));
}

std::optional<double> durationBound(const MediaFile& file, const AVStream& stream) {
    const AVCodecParameters& coded = *stream.codecpar;
    const double bytes = static_cast<double>(file.size());
    if (const int bits = av_get_exact_bits_per_sample(coded.codec_id);
        bits > 0 && coded.sample_rate > 0 && coded.ch_layout.nb_channels > 0)
        return bytes * 8.0 / bits / coded.ch_layout.nb_channels / coded.sample_rate;
    // MP4's index says where each sample lies.
    if (file.formatName().find("mp4") == std::string::npos)
        return std::nullopt;
    AVStream* indexed = file.format().streams[stream.index];
    std::optional<double> bound;
    for (int i = 0, n = avformat_index_get_entries_count(indexed); i < n; ++i) {
        const AVIndexEntry* entry = avformat_index_get_entry(indexed, i);
        if (entry->size <= 0 || entry->pos <= file.size() - entry->size)
            continue;
        const double time =
            std::max(0.0, static_cast<double>(entry->timestamp) * av_q2d(stream.time_base) - streamStart(stream));
        bound = std::min(bound.value_or(time), time);
    }
    return bound;
}

MeasuredEnds measureEnds(MediaFile& file, const ChosenStreams& streams, const Job& job) {
    AVFormatContext& format = file.format();
    for (unsigned i = 0; i < format.nb_streams; ++i)
        format.streams[i]->discard = format.streams[i] == streams.video || format.streams[i] == streams.audio
                                         ? AVDISCARD_DEFAULT
                                         : AVDISCARD_ALL;
    MeasuredEnds ends;
    const UniquePacket packet = makePacket();
    while (file.read(*packet, job)) {
        const AVStream& stream = *format.streams[packet->stream_index];
        const std::int64_t pts = packet->pts != AV_NOPTS_VALUE ? packet->pts : packet->dts;
        if (pts == AV_NOPTS_VALUE || (&stream != streams.video && &stream != streams.audio))
            continue;
        double end = static_cast<double>(av_sat_add64(pts, packet->duration)) * av_q2d(stream.time_base);
        if (packet->duration <= 0 && &stream == streams.video && stream.avg_frame_rate.num > 0)
            end += 1.0 / av_q2d(stream.avg_frame_rate);
        double& latest = &stream == streams.video ? ends.video : ends.audio;
        latest = std::max(latest, end);
        job.progress(static_cast<double>(std::max<std::int64_t>(packet->pos, 0)) / static_cast<double>(file.size()),
                     "measuring the clip");
    }
    return ends;
}

bool hasVariableRate(const AVStream& stream) {
    auto* indexed = const_cast<AVStream*>(&stream); // FFmpeg's getters take no const
    const int entries = avformat_index_get_entries_count(indexed);
    if (entries > 2 && entries == stream.nb_frames) {
        std::int64_t shortest = INT64_MAX, longest = 0;
        for (int i = 1; i < entries; ++i) {
            const std::int64_t step = av_sat_sub64(avformat_index_get_entry(indexed, i)->timestamp,
                                                   avformat_index_get_entry(indexed, i - 1)->timestamp);
            shortest = std::min(shortest, step);
            longest = std::max(longest, step);
        }
        // Milliseconds cannot hold 1/30 s: one tick of rounding is even.
        return av_sat_sub64(longest, shortest) > (longest > 10 ? 1 : 0);
    }
    const double average = av_q2d(stream.avg_frame_rate), base = av_q2d(stream.r_frame_rate);
    return stream.avg_frame_rate.num > 0 && stream.r_frame_rate.num > 0 && std::fabs(average - base) > 0.01 * base;
}

} // namespace tvlt
