#include "core/media/probe.h"

#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/media/clock_text.h"
#include "core/media/media_file.h"
#include "core/media/picture.h"
#include "core/media/stream_facts.h"

#include <algorithm>
#include <cmath>
#include <system_error>
#include <utility>

namespace tvlt {

namespace fs = std::filesystem;

namespace {

VideoStream describeVideo(const MediaFile& file, const AVStream& stream, const MediaLimits& limits) {
    const AVCodecParameters& coded = *stream.codecpar;
    const std::string where = file.path().string();
    if (coded.width <= 0 || coded.height <= 0)
        throwUnsupported("its picture cannot be read, or has more pixels than the cap of " +
                             std::to_string(limits.pixels) + ": " + lastFfmpegLine(),
                         where, "Copy it again, or scale it down first.");
    checkPixels(coded.width, coded.height, limits, where);

    VideoStream video;
    video.index = stream.index;
    video.codec = avcodec_get_name(coded.codec_id);
    AVRational aspect = av_guess_sample_aspect_ratio(&file.format(), const_cast<AVStream*>(&stream), nullptr);
    if (aspect.num <= 0 || aspect.den <= 0)
        aspect = {1, 1};
    video.sampleAspectRatio = fromAv(aspect);
    const std::int64_t width = std::max<std::int64_t>(1, std::llround(coded.width * av_q2d(aspect)));
    checkPixels(width, coded.height, limits, where);
    const Orientation orientation = orientationOf(stream);
    video.rotation = orientation.clockwise();
    video.width = static_cast<int>(width);
    video.height = coded.height;
    if (orientation.transpose)
        std::swap(video.width, video.height);
    video.timeBase = fromAv(stream.time_base);
    video.startPts = stream.start_time == AV_NOPTS_VALUE ? 0 : stream.start_time;
    video.frameRate = fromAv(av_guess_frame_rate(&file.format(), const_cast<AVStream*>(&stream), nullptr));
    video.variableRate = hasVariableRate(stream);
    video.frameCount = std::max<std::int64_t>(0, stream.nb_frames);
    return video;
}

AudioStream describeAudio(const MediaFile& file, const AVStream& stream, const MediaLimits& limits) {
    const AVCodecParameters& coded = *stream.codecpar;
    if (coded.sample_rate <= 0 || coded.ch_layout.nb_channels <= 0)
        throwBadInput(std::string("its sound (") + avcodec_get_name(coded.codec_id) +
                          ") has no known rate or number of channels",
                      file.path().string(), "Copy it again or convert it.");
    if (coded.sample_rate > limits.sampleRate || coded.ch_layout.nb_channels > limits.channels)
        throwUnsupported("its sound has " + std::to_string(coded.ch_layout.nb_channels) + " channels at " +
                             std::to_string(coded.sample_rate) + " Hz; the caps are " +
                             std::to_string(limits.channels) + " and " + std::to_string(limits.sampleRate) + " Hz",
                         file.path().string(), "Convert it first.");
    AudioStream audio;
    audio.index = stream.index;
    audio.codec = avcodec_get_name(coded.codec_id);
    audio.sampleRate = coded.sample_rate;
    audio.channels = coded.ch_layout.nb_channels;
    audio.timeBase = fromAv(stream.time_base);
    audio.startPts = stream.start_time == AV_NOPTS_VALUE ? 0 : stream.start_time;
    return audio;
}

/// What the header promises, cut to what the data can hold.
double believedDuration(const MediaFile& file, const AVStream& stream, double promised, const char* kind,
                        std::vector<std::string>& warnings) {
    const auto bound = durationBound(file, stream);
    if (!bound || promised <= *bound + 0.05)
        return promised;
    warnings.push_back(std::string("The ") + kind + " is cut short: the header promises " + clockText(promised) +
                       ", the data end at " + clockText(*bound) + ".");
    return *bound;
}

/// A still has one frame, whatever rate FFmpeg pretends.
void makeStill(ClipInfo& clip, double imageRate, std::size_t images) {
    VideoStream& video = *clip.video;
    video.timeBase = fromAv(av_d2q(1.0 / imageRate, 1'000'000));
    video.startPts = 0;
    video.frameRate = images > 1 ? fromAv(av_d2q(imageRate, 1'000'000)) : Rational{0, 1};
    video.variableRate = false;
    video.frameCount = static_cast<std::int64_t>(images);
    video.start = 0.0;
    video.duration = static_cast<double>(images) * video.timeBase.value();
    clip.duration = video.duration;
}

ClipInfo probeFile(const fs::path& path, const Job& job, const MediaLimits& limits) {
    MediaFile file(path, limits, job);
    ClipInfo clip;
    clip.path = path;
    clip.container = file.formatName();
    if (const AVDictionaryEntry* title = av_dict_get(file.format().metadata, "title", nullptr, 0))
        clip.title = printable(title->value);
    const ChosenStreams streams = chooseStreams(file, clip.warnings);
    if (!streams.video && !streams.audio) {
        if (!clip.warnings.empty())
            throwUnsupported("holds nothing that can be decoded: " + clip.warnings.front(), path.string(),
                             "Convert it, for example to H.264 and AAC.");
        throwBadInput("holds neither picture nor sound", path.string(), "Choose a video, sound or image file.");
    }

    if (streams.video)
        clip.video = describeVideo(file, *streams.video, limits);
    if (streams.audio) {
        clip.audio = describeAudio(file, *streams.audio, limits);
        clip.audioPath = path;
    }
    if (isStillImage(file))
        return clip;

    double zero = INFINITY;
    for (const AVStream* stream : {streams.video, streams.audio})
        if (stream)
            zero = std::min(zero, streamStart(*stream));
    const auto videoLength = streams.video ? streamDuration(file, *streams.video) : std::optional(0.0);
    const auto audioLength = streams.audio ? streamDuration(file, *streams.audio) : std::optional(0.0);
    MeasuredEnds ends;
    if (!videoLength || !audioLength)
        ends = measureEnds(file, streams, job);
    if (streams.video) {
        VideoStream& video = *clip.video;
        const double start = streamStart(*streams.video);
        video.start = start - zero;
        video.duration = believedDuration(file, *streams.video, videoLength.value_or(std::max(0.0, ends.video - start)),
                                          "picture", clip.warnings);
        if (video.frameCount == 0 && video.duration * video.frameRate.value() < 1.5)
            video.frameCount = video.frameRate.num > 0 ? 1 : 0;
        clip.duration = std::max(clip.duration, video.start + video.duration);
    }
    if (streams.audio) {
        AudioStream& audio = *clip.audio;
        const double start = streamStart(*streams.audio);
        audio.start = start - zero;
        audio.duration = believedDuration(file, *streams.audio, audioLength.value_or(std::max(0.0, ends.audio - start)),
                                          "sound", clip.warnings);
        clip.duration = std::max(clip.duration, audio.start + audio.duration);
    }
    if (!(clip.duration <= limits.clipSeconds)) // so that NaN fails
        throwUnsupported("claims to last " + clockText(clip.duration) + "; the cap is " + clockText(limits.clipSeconds),
                         path.string(), "Write it anew with another program, or cut it into shorter ones.");
    return clip;
}

bool isStill(const ClipInfo& clip) {
    return clip.container.ends_with("_pipe");
}

void checkImageRate(double rate) {
    if (!std::isfinite(rate) || rate < 1e-3 || rate > 1e3)
        throwBadInput("the rate of a list of images must be from 0.001 to 1000 frames a second", std::to_string(rate),
                      "Give another rate.");
}

void takeImages(ClipInfo& clip, const ClipSource& source) {
    if (source.paths.size() > 1) {
        if (!isStill(clip) || !clip.video)
            throwBadInput("is not a still image; a list of several files must be images", clip.path.string(),
                          "Open one clip, or images only.");
        for (const fs::path& path : source.paths) {
            std::error_code ec;
            if (!fs::is_regular_file(path, ec))
                throwNotFound("no such file", path.string(), "Check the list of images.");
        }
        clip.images = source.paths;
    }
    if (isStill(clip) && clip.video) {
        checkImageRate(source.imageRate);
        makeStill(clip, source.imageRate, source.paths.size());
    }
}

void takeSound(ClipInfo& clip, const fs::path& path, const Job& job, const MediaLimits& limits) {
    const ClipInfo sound = probeFile(path, job, limits);
    if (!sound.audio)
        throwBadInput("has no sound", path.string(), "Choose a sound file, or leave it out.");
    clip.audio = sound.audio;
    clip.audioPath = path;
    clip.duration = std::max(clip.video ? clip.video->start + clip.video->duration : 0.0,
                             sound.audio->start + sound.audio->duration);
    clip.warnings.insert(clip.warnings.end(), sound.warnings.begin(), sound.warnings.end());
}

} // namespace

ClipInfo probe(const ClipSource& source, const Job& job, const MediaLimits& limits) {
    if (source.paths.empty())
        throwBadInput("no file is given", "clip", "Name a video, sound or image file.");
    ClipInfo clip = probeFile(source.paths.front(), job, limits);
    takeImages(clip, source);
    if (!source.audioPath.empty())
        takeSound(clip, source.audioPath, job, limits);
    if (!clip.video)
        clip.warnings.emplace_back("The clip has no picture.");
    if (!clip.audio)
        clip.warnings.emplace_back("The clip has no sound.");
    clip.still = clip.video && clip.video->frameCount == 1;
    return clip;
}

} // namespace tvlt
