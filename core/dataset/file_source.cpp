#include "core/dataset/file_source.h"

#include "core/base/error.h"
#include "core/dataset/segment_features.h"
#include "core/media/frames.h"
#include "core/media/probe.h"
#include "core/media/sound.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <sstream>
#include <system_error>
#include <utility>

namespace tvlt {

namespace fs = std::filesystem;

namespace {

/// What of a clip an example shows.
struct Piece {
    Segment segment;
    std::optional<Segment> shifted; ///< where the clip is long enough
};

std::string secondsText(double seconds) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2f s", seconds);
    return text;
}

/// Seconds that a segment may lack: one patch of the spectrogram.
double slack(const ModelInput& input) {
    return static_cast<double>(input.audio.patchSize.at(0)) * input.audio.hopLength / input.audio.samplingRate;
}

Piece choosePiece(const ClipInfo& clip, const ModelInput& input, const ExampleRequest& request) {
    const std::string where = clip.path.string();
    if (!clip.video || !clip.audio)
        throwBadInput(clip.video ? "has no sound" : "has no picture", where, "Give clips with picture and sound.");
    const double soundEnd = clip.audio->start + clip.audio->duration;
    const double pictureEnd = clip.still ? soundEnd : clip.video->start + clip.video->duration;
    const double end = std::min(soundEnd, pictureEnd) + slack(input);
    const double length = input.seconds();
    const double whole = std::floor(end / length + 1e-9);
    if (!(whole >= 1.0))
        throwBadInput("is too short: " + secondsText(pictureEnd) + " of picture and " + secondsText(soundEnd) +
                          " of sound, but a segment is " + secondsText(length),
                      where, "Leave it out, or make the model's spectrogram_length smaller.");
    const auto segments = static_cast<std::uint64_t>(whole);

    Piece piece;
    piece.segment = {static_cast<double>(request.draw % segments) * length, length};
    if (request.shift != 0.0)
        for (const double start : {piece.segment.start + request.shift, piece.segment.start - request.shift})
            if (!piece.shifted && start >= 0.0 && start + length <= end)
                piece.shifted = Segment{start, length};
    return piece;
}

void refuseDamage(const std::vector<std::string>& warnings, const ClipInfo& clip) {
    if (!warnings.empty())
        throwBadInput(warnings.front(), clip.path.string(), "Write the clip anew, or leave it out.");
}

/// Pictures of `count` frames from `first` on.
PixelInput pixelsOf(FramesRead& read, std::size_t first, std::size_t count, const ModelInput& input) {
    std::vector<Image> frames;
    for (std::size_t i = first; i < first + count; ++i)
        frames.push_back(std::move(read.frames[i].image));
    return segmentPixels(frames, input);
}

std::vector<float> soundOf(const ClipInfo& clip, const Segment& segment, const ModelInput& input, const Job& job) {
    Sound sound = readSound(clip, segment, input.audio.samplingRate, job);
    refuseDamage(sound.warnings, clip);
    const std::size_t wanted = segmentSamples(input);
    const auto lacking = static_cast<std::size_t>(input.audio.patchSize.at(0) * input.audio.hopLength);
    if (sound.samples.size() + lacking < wanted)
        throwBadInput("the sound ends at " +
                          secondsText(segment.start + static_cast<double>(sound.samples.size()) / sound.sampleRate) +
                          ", before the segment does at " + secondsText(segment.end()),
                      clip.path.string(), "Write the clip anew, or leave it out.");
    sound.samples.resize(std::min(sound.samples.size(), wanted));
    return std::move(sound.samples);
}

} // namespace

FileSource::FileSource(ModelInput input, std::vector<LabelledClip> clips)
    : input_(std::move(input)), clips_(std::move(clips)), infos_(clips_.size()) {
    (void)layoutOf(input_); // throws early for an input that no clip can fit
}

FileSource::~FileSource() = default;

const LabelledClip& FileSource::clip(std::int64_t index) const {
    return clips_.at(static_cast<std::size_t>(index));
}

std::string FileSource::name(std::int64_t index) const {
    return clip(index).path.string();
}

std::shared_ptr<const ClipInfo> FileSource::info(std::int64_t index, const Job& job) const {
    const auto at = static_cast<std::size_t>(index);
    {
        const std::lock_guard lock(mutex_);
        if (infos_.at(at))
            return infos_[at];
    }
    auto probed = std::make_shared<const ClipInfo>(probe({{clips_[at].path}, {}, 1.0}, job));
    const std::lock_guard lock(mutex_);
    return infos_[at] = std::move(probed);
}

Example FileSource::example(const ExampleRequest& request, const Job& job) const {
    const auto clip = info(request.index, job);
    const Piece piece = choosePiece(*clip, input_, request);
    std::vector<double> times = frameTimes(input_, piece.segment);
    const std::size_t count = times.size();
    if (piece.shifted)
        for (const double time : frameTimes(input_, *piece.shifted))
            times.push_back(time);
    FramesRead read = readFrames(*clip, times, job);
    refuseDamage(read.warnings, *clip);

    Example example;
    example.pixels = pixelsOf(read, 0, count, input_);
    if (piece.shifted)
        example.shiftedPixels = pixelsOf(read, count, count, input_);
    example.audio = segmentAudio(soundOf(*clip, piece.segment, input_, job), input_, job);
    example.target = this->clip(request.index).target;
    return example;
}

std::string FileSource::fingerprint(const ExampleRequest& request, const Job& job) const {
    const LabelledClip& labelled = clip(request.index);
    const auto probed = info(request.index, job);
    const Piece piece = choosePiece(*probed, input_, request);
    std::error_code ec;
    const auto changed = fs::last_write_time(labelled.path, ec).time_since_epoch().count();
    const auto bytes = ec ? 0 : fs::file_size(labelled.path, ec);
    if (ec)
        throwNotFound("cannot be looked at any more: " + ec.message(), labelled.path.string());
    std::ostringstream text;
    text << std::hexfloat << fs::absolute(labelled.path).string() << '\n'
         << bytes << ' ' << changed << '\n'
         << piece.segment.start << ' ' << (piece.shifted ? piece.shifted->start : -1.0) << '\n';
    for (const float value : labelled.target)
        text << value << ' ';
    text << '\n' << textOf(input_);
    return text.str();
}

} // namespace tvlt
