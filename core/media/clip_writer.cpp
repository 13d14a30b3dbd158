#include "core/media/clip_writer.h"

#include "core/base/error.h"
#include "core/base/file.h"
#include "core/media/encoders.h"
#include "core/media/ffmpeg.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <vector>

namespace tvlt {

namespace fs = std::filesystem;

namespace {

void check(const ClipContent& content, const ClipWriterOptions& options) {
    if (content.frames <= 0 && content.channels.empty())
        throwBadInput("a clip needs frames or sound");
    if (content.frames > 0 && (!content.frame || options.frameRate.num <= 0 || options.frameRate.den <= 0))
        throwBadInput("a clip's picture needs frames and a positive frame rate");
    if (!options.pts.empty()) {
        if (options.pts.size() != static_cast<std::size_t>(std::max(0, content.frames)) || options.timeBase.num <= 0 ||
            std::adjacent_find(options.pts.begin(), options.pts.end(), std::greater_equal<>()) != options.pts.end())
            throwBadInput("pts must ascend, one for each frame, in a positive time base", "pts");
    }
    if (content.channels.empty())
        return;
    if (content.sampleRate <= 0 || !std::isfinite(options.audioStart) || options.audioStart < 0.0)
        throwBadInput("a clip's sound needs a positive rate and a start of at least 0 s");
    for (const auto& channel : content.channels)
        if (channel.size() != content.channels.front().size() || channel.empty())
            throwBadInput("a clip's channels need equal lengths of at least one sample", "channels");
}

void writeTo(const fs::path& file, const ClipContent& content, const ClipWriterOptions& options, const Job& job) {
    AVFormatContext* made = nullptr;
    avformat_alloc_output_context2(&made, nullptr, nullptr, file.filename().c_str());
    if (!made)
        throwUnsupported("no container is known for the extension \"" + file.extension().string() + "\"", file.string(),
                         "Use .mp4, .mkv, .mov or .wav.");
    const UniqueOutput muxer(made);
    muxer->flags |= AVFMT_FLAG_BITEXACT;
    if (!options.title.empty())
        av_dict_set(&muxer->metadata, "title", options.title.c_str(), 0);

    std::vector<std::unique_ptr<StreamEncoder>> streams;
    if (content.frames > 0)
        streams.push_back(makeVideoEncoder(*muxer, content, options));
    if (!content.channels.empty())
        streams.push_back(makeAudioEncoder(*muxer, content, options));

    AVIOContext* io = nullptr;
    Options ioOptions;
    if (const int code = avio_open2(&io, ("file:" + file.string()).c_str(), AVIO_FLAG_WRITE, nullptr, ioOptions.get());
        code < 0)
        throwBadInput("cannot be written: " + ffmpegReason(code), file.string(), "Check permissions and free space.");
    const UniqueIo closer(io);
    muxer->pb = io;
    Options muxOptions;
    // The index in front: a file that is cut off can still be read up to there. Its second pass opens the file by name.
    muxOptions.set("movflags", "faststart");
    av_freep(&muxer->url);
    muxer->url = av_strdup(("file:" + file.string()).c_str());
    if (const int code = avformat_write_header(muxer.get(), muxOptions.get()); code < 0)
        throwUnsupported(std::string("the container ") + muxer->oformat->name +
                             " does not take these streams: " + ffmpegReason(code),
                         file.string(), "Use .mkv.");

    for (;;) {
        job.check();
        const auto next = std::min_element(streams.begin(), streams.end(),
                                           [](const auto& a, const auto& b) { return a->nextTime() < b->nextTime(); });
        if (std::isinf((*next)->nextTime()))
            break;
        (*next)->step();
    }
    for (const auto& stream : streams)
        stream->step(); // flushes
    const int trailer = av_write_trailer(muxer.get());
    avio_flush(io);
    if (const int code = trailer < 0 ? trailer : io->error; code < 0)
        throwBadInput("cannot be written: " + ffmpegReason(code), file.string(), "Check the free space.");
}

} // namespace

void writeClip(const fs::path& path, const ClipContent& content, const ClipWriterOptions& options, const Job& job) {
    prepareFfmpeg();
    (void)lastFfmpegLine();
    check(content, options);
    writeAtomically(path, [&](const fs::path& temporary) { writeTo(temporary, content, options, job); });
}

} // namespace tvlt
