#include "core/media/media_file.h"

#include "core/base/error.h"

#include <new>
#include <system_error>
#include <vector>

namespace tvlt {

namespace fs = std::filesystem;

namespace {

// Codecs' frames hold up to 65,535 samples a channel, lossless ones a few million.
constexpr std::int64_t kMostSamplesInFrame = 1LL << 24;

int isStopped(void* stop) {
    return static_cast<const std::stop_token*>(stop)->stop_requested() ? 1 : 0;
}

int refuseOtherFiles(AVFormatContext*, AVIOContext**, const char*, int, AVDictionary**) {
    return AVERROR(EPERM);
}

bool isOneOf(const AVInputFormat& format, const char* names) {
    return av_match_list(format.name, names, ',') > 0;
}

std::int64_t checkedFileSize(const fs::path& path) {
    std::error_code ec;
    const auto status = fs::status(path, ec);
    if (!fs::exists(status))
        throwNotFound("no such file", path.string(), "Check the path.");
    if (fs::is_directory(status))
        throwBadInput("is a folder, not a clip", path.string(), "Choose a file in it.");
    if (!fs::is_regular_file(status))
        throwUnsupported("is not a regular file", path.string(), "Copy its content into a file first.");
    const auto size = fs::file_size(path, ec);
    if (ec)
        throwBadInput("cannot be read: " + ec.message(), path.string(), "Check its permissions.");
    if (size == 0)
        throwBadInput("is empty (0 bytes)", path.string(), "Copy or download it again.");
    return static_cast<std::int64_t>(size);
}

/// The format by content; by the name's extension only where content says nothing. Null when neither does.
const AVInputFormat* guessFormat(AVIOContext* io, const fs::path& path, bool& byContent) {
    // The whole name must not be seen: "shot%03d.png" and "*.png" would be patterns over other files.
    const std::string extension = path.extension().string();
    const std::string plainName = extension.find_first_of("%*?[{") == std::string::npos ? "clip" + extension : "";
    for (const std::string& name : {std::string(), plainName}) {
        byContent = name.empty();
        const AVInputFormat* format = nullptr;
        avio_seek(io, 0, SEEK_SET);
        // A score of 1 means that the extension alone matched.
        if (av_probe_input_buffer2(io, &format, name.c_str(), nullptr, 0, 0) < 0 || !format)
            continue;
        // "image2" takes every name that ends like a picture's.
        if (byContent || (format->flags & AVFMT_NOFILE) == 0)
            return format;
    }
    return nullptr;
}

void refuse(const AVInputFormat& format, const std::string& where) {
    // They point to other files or hosts.
    if (isOneOf(format, "hls,applehttp,dash,webm_dash_manifest,concat,concatf,imf,sdp,rtsp,rtp,sap,image2,"
                        "avisynth,vapoursynth,vobsub,lavfi") ||
        (format.flags & AVFMT_NOFILE) != 0)
        throwUnsupported(std::string("is a playlist or a reference to other media (") + format.name +
                             "), which is not followed",
                         where, "Open the media file that it points to.");
    // They take any bytes for a picture.
    if (isOneOf(format, "tty,bin,xbin,adf,idf,rawvideo,data,ffmetadata"))
        throwBadInput("is not a media file", where, "Choose a video, sound or image file.");
}

} // namespace

MediaFile::MediaFile(const fs::path& path, const MediaLimits& limits, const Job& job)
    : path_(path), limits_(limits), stop_(std::make_unique<std::stop_token>(job.stop)) {
    prepareFfmpeg();
    (void)lastFfmpegLine();
    job.check();
    const std::string where = path.string();
    size_ = checkedFileSize(path);

    const AVIOInterruptCB interrupt{isStopped, stop_.get()};
    Options ioOptions;
    ioOptions.set("protocol_whitelist", "file");
    AVIOContext* io = nullptr;
    // The prefix makes "http:x" and "a:b.mp4" names of files.
    if (const int code = avio_open2(&io, ("file:" + where).c_str(), AVIO_FLAG_READ, &interrupt, ioOptions.get());
        code < 0)
        throwBadInput("cannot be opened: " + ffmpegReason(code), where, "Check its permissions.");
    io_.reset(io);

    bool byContent = true;
    const AVInputFormat* guessed = guessFormat(io, path, byContent);
    job.check();
    constexpr const char* tryAnother = "Choose a video, sound or image file.";
    if (!guessed)
        throwBadInput("is not a media file: its content is of no known format", where, tryAnother);
    refuse(*guessed, where);

    AVFormatContext* format = avformat_alloc_context();
    if (!format)
        throw std::bad_alloc();
    format->pb = io;
    format->interrupt_callback = interrupt;
    format->io_open = refuseOtherFiles;
    avio_seek(io, 0, SEEK_SET);
    (void)lastFfmpegLine();
    Options formatOptions;
    formatOptions.set("protocol_whitelist", "file");
    // Frees `format` when it fails.
    if (const int code = avformat_open_input(&format, "", guessed, formatOptions.get()); code < 0) {
        job.check();
        if (!byContent)
            throwBadInput("is not a media file: its content is of no known format", where, tryAnother);
        throwBadInput(std::string("is damaged or incomplete (") + guessed->name + "): " + ffmpegReason(code), where,
                      "Copy or download it again; a recording that was cut off may need repair.");
    }
    format_.reset(format);

    std::vector<AVDictionary*> codecOptions(format->nb_streams, nullptr);
    for (auto& options : codecOptions)
        av_dict_set_int(&options, "max_pixels", limits.pixels, 0);
    const auto known = codecOptions.size();
    const int code = avformat_find_stream_info(format, known > 0 ? codecOptions.data() : nullptr);
    for (auto& options : codecOptions)
        av_dict_free(&options);
    job.check();
    if (code < 0)
        throwBadInput("its streams cannot be read: " + ffmpegReason(code), where, "Copy or download it again.");
    if (format->nb_streams > static_cast<unsigned>(limits.streams))
        throwUnsupported("has " + std::to_string(format->nb_streams) + " streams, more than the cap of " +
                             std::to_string(limits.streams),
                         where, "Keep the streams you need with a remuxing tool.");
}

AVStream& MediaFile::stream(int index) const {
    if (index < 0 || static_cast<unsigned>(index) >= format_->nb_streams)
        throwBadInput("has no stream " + std::to_string(index) + ": it has changed since it was opened", path_.string(),
                      "Open it again.");
    return *format_->streams[index];
}

void MediaFile::select(int index) {
    for (unsigned i = 0; i < format_->nb_streams; ++i)
        format_->streams[i]->discard = static_cast<int>(i) == index ? AVDISCARD_DEFAULT : AVDISCARD_ALL;
}

bool MediaFile::read(AVPacket& packet, const Job& job) {
    job.check();
    *stop_ = job.stop;
    av_packet_unref(&packet);
    int code = av_read_frame(format_.get(), &packet);
    // Some demuxers report damage once and read on after it.
    for (int attempts = 0; code == AVERROR_INVALIDDATA && attempts < 64; ++attempts) {
        brokeOff_ = true;
        code = av_read_frame(format_.get(), &packet);
    }
    job.check();
    if (code == AVERROR(ENOMEM)) // or a damaged file that says so
        throw Exception({Error::Kind::OutOfMemory, "a packet takes more memory than there is", path_.string(),
                         "Close other programs; if that does not help, the file is damaged."});
    if (code < 0) {
        brokeOff_ = brokeOff_ || code != AVERROR_EOF || (format_->pb && format_->pb->error < 0);
        return false;
    }
    if (++packets_ > limits_.packets)
        throwUnsupported("has more packets than the cap of " + std::to_string(limits_.packets), path_.string(),
                         "Cut the clip into shorter ones.");
    return true;
}

bool MediaFile::seek(int index, std::int64_t pts) {
    brokeOff_ = false;
    return av_seek_frame(format_.get(), index, pts, AVSEEK_FLAG_BACKWARD) >= 0;
}

bool isStillImage(const MediaFile& file) {
    return file.formatName().ends_with("_pipe");
}

UniqueCodecContext openDecoder(const AVStream& stream, int threads, const MediaLimits& limits,
                               const std::string& where) {
    const AVCodec* codec = avcodec_find_decoder(stream.codecpar->codec_id);
    if (!codec)
        throwUnsupported(std::string("is coded as ") + avcodec_get_name(stream.codecpar->codec_id) +
                             ", which this FFmpeg cannot decode",
                         where, "Convert it, for example to H.264 and AAC.");
    UniqueCodecContext context(avcodec_alloc_context3(codec));
    if (!context)
        throw std::bad_alloc();
    checkFfmpeg(avcodec_parameters_to_context(context.get(), stream.codecpar), "avcodec_parameters_to_context");
    context->pkt_timebase = stream.time_base;
    context->max_pixels = limits.pixels;
    context->max_samples = kMostSamplesInFrame;
    context->thread_count = threads;
    if (const int code = avcodec_open2(context.get(), codec, nullptr); code < 0)
        throwBadInput(std::string("its ") + codec->name + " stream cannot be decoded: " + ffmpegReason(code), where,
                      "Copy it again or convert it.");
    return context;
}

void checkPixels(std::int64_t width, std::int64_t height, const MediaLimits& limits, const std::string& where) {
    if (width > 0 && height > 0 && width <= limits.pixels / height)
        return;
    throwUnsupported("has a picture of " + std::to_string(width) + " × " + std::to_string(height) +
                         " pixels; the cap is " + std::to_string(limits.pixels) + " pixels",
                     where, "Scale it down first.");
}

} // namespace tvlt
