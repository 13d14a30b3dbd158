#include "core/media/encoders.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <limits>
#include <new>
#include <string>

namespace tvlt {

namespace {

constexpr double never = std::numeric_limits<double>::infinity();

/// What video and audio share: codec, stream, and moving packets into the muxer.
class CodecStream : public StreamEncoder {
  protected:
    CodecStream(AVFormatContext& muxer, const AVCodec& codec)
        : muxer_(muxer), codec_(avcodec_alloc_context3(&codec)), packet_(makePacket()) {
        if (!codec_)
            throw std::bad_alloc();
        // One thread and no stamps of versions or dates: equal input gives equal bytes.
        codec_->thread_count = 1;
        codec_->flags |= AV_CODEC_FLAG_BITEXACT;
        if ((muxer.oformat->flags & AVFMT_GLOBALHEADER) != 0)
            codec_->flags |= AV_CODEC_FLAG_GLOBAL_HEADER;
    }

    void open() {
        const AVCodec* codec = codec_->codec;
        if (const int code = avcodec_open2(codec_.get(), codec, nullptr); code < 0)
            throwUnsupported(std::string("the encoder ") + codec->name +
                                 " does not take this clip: " + ffmpegReason(code),
                             {}, "Choose another coding or size.");
        stream_ = avformat_new_stream(&muxer_, nullptr);
        if (!stream_)
            throw std::bad_alloc();
        stream_->time_base = codec_->time_base;
        checkFfmpeg(avcodec_parameters_from_context(stream_->codecpar, codec_.get()),
                    "avcodec_parameters_from_context");
    }

    void encode(const AVFrame* frame) {
        checkFfmpeg(avcodec_send_frame(codec_.get(), frame), "avcodec_send_frame");
        for (;;) {
            const int code = avcodec_receive_packet(codec_.get(), packet_.get());
            if (code == AVERROR(EAGAIN) || code == AVERROR_EOF)
                return;
            checkFfmpeg(code, "avcodec_receive_packet");
            if (packet_->duration == 0)
                packet_->duration = frameTicks_;
            av_packet_rescale_ts(packet_.get(), codec_->time_base, stream_->time_base);
            packet_->stream_index = stream_->index;
            if (const int written = av_interleaved_write_frame(&muxer_, packet_.get()); written < 0) {
                const char* file = muxer_.url;
                av_strstart(muxer_.url, "file:", &file);
                throwBadInput("cannot be written: " + ffmpegReason(written), file, "Check the free space.");
            }
        }
    }

    AVFormatContext& muxer_;
    UniqueCodecContext codec_;
    UniquePacket packet_;
    AVStream* stream_ = nullptr;
    std::int64_t frameTicks_ = 0; ///< duration of packets that bring none
};

const AVCodec& findEncoder(std::initializer_list<const char*> names) {
    for (const char* name : names)
        if (const AVCodec* codec = avcodec_find_encoder_by_name(name))
            return *codec;
    throwUnsupported(std::string("this FFmpeg has no encoder ") + *names.begin(), {}, "Install a complete FFmpeg.");
}

class VideoEncoder : public CodecStream {
  public:
    VideoEncoder(AVFormatContext& muxer, const ClipContent& content, const ClipWriterOptions& options)
        : CodecStream(muxer, options.video == VideoCoding::Lossless ? findEncoder({"ffv1"})
                                                                    : findEncoder({"libx264", "mpeg4"})),
          content_(content), options_(options), picture_(content.frame(0)) {
        codec_->width = picture_.width;
        codec_->height = picture_.height;
        const bool isMpeg4 = codec_->codec_id == AV_CODEC_ID_MPEG4;
        const bool even = picture_.width % 2 == 0 && picture_.height % 2 == 0;
        if (options.video == VideoCoding::Lossless) {
            codec_->pix_fmt = AV_PIX_FMT_BGR0;
            codec_->gop_size = 1;
        } else {
            codec_->pix_fmt = even || isMpeg4 ? AV_PIX_FMT_YUV420P : AV_PIX_FMT_YUV444P;
            codec_->colorspace = AVCOL_SPC_SMPTE170M;
            codec_->color_range = AVCOL_RANGE_MPEG;
            codec_->gop_size = options.keyframeInterval;
            codec_->max_b_frames = options.bFrames;
            if (isMpeg4) {
                codec_->flags |= AV_CODEC_FLAG_QSCALE;
                codec_->global_quality = std::clamp(options.quality / 6, 1, 31) * FF_QP2LAMBDA;
            } else {
                av_opt_set_int(codec_->priv_data, "crf", options.quality, 0);
                keepFromAvx512();
            }
        }
        codec_->framerate = toAv(options.frameRate);
        codec_->time_base = options.pts.empty() ? av_inv_q(toAv(options.frameRate)) : toAv(options.timeBase);
        codec_->sample_aspect_ratio = toAv(options.sampleAspectRatio);
        open();
        stream_->sample_aspect_ratio = codec_->sample_aspect_ratio;
        stream_->avg_frame_rate = codec_->framerate;
        frameTicks_ = std::max<std::int64_t>(1, av_rescale_q(1, av_inv_q(codec_->framerate), codec_->time_base));
        if (options.rotation != 0)
            setRotation(options.rotation);

        frame_ = makeFrame();
        frame_->format = codec_->pix_fmt;
        frame_->width = codec_->width;
        frame_->height = codec_->height;
        frame_->colorspace = codec_->colorspace;
        frame_->color_range = codec_->color_range;
        // libswscale reads past the end of unpadded rows, and what it reads there shows: zeros, always.
        padded_ = makeFrame();
        padded_->format = AV_PIX_FMT_RGB24;
        padded_->width = frame_->width;
        padded_->height = frame_->height;
        checkFfmpeg(av_frame_get_buffer(padded_.get(), 0), "av_frame_get_buffer");
        std::memset(padded_->buf[0]->data, 0, padded_->buf[0]->size);
        constexpr int flags = SWS_BICUBIC | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INP | SWS_BITEXACT;
        scaler_.reset(sws_getContext(frame_->width, frame_->height, AV_PIX_FMT_RGB24, frame_->width, frame_->height,
                                     codec_->pix_fmt, flags, nullptr, nullptr, nullptr));
        if (!scaler_)
            throwUnsupported("a picture of this size cannot be converted for the encoder", {}, "Choose another size.");
    }

    double nextTime() const override {
        return next_ < content_.frames ? static_cast<double>(ptsOf(next_)) * av_q2d(codec_->time_base) : never;
    }

    void step() override {
        if (next_ >= content_.frames)
            return encode(nullptr);
        if (next_ > 0)
            picture_ = content_.frame(next_);
        if (picture_.width != frame_->width || picture_.height != frame_->height)
            throwBadInput("frame " + std::to_string(next_) + " is " + std::to_string(picture_.width) + " × " +
                          std::to_string(picture_.height) + " pixels, the first one is " +
                          std::to_string(frame_->width) + " × " + std::to_string(frame_->height));
        takeFreshBuffers();
        const std::size_t row = static_cast<std::size_t>(picture_.width) * 3;
        for (int y = 0; y < picture_.height; ++y)
            std::memcpy(padded_->data[0] + static_cast<std::ptrdiff_t>(y) * padded_->linesize[0], picture_.pixel(0, y),
                        row);
        checkFfmpeg(sws_scale(scaler_.get(), padded_->data, padded_->linesize, 0, picture_.height, frame_->data,
                              frame_->linesize),
                    "sws_scale");
        frame_->pts = ptsOf(next_++);
        encode(frame_.get());
    }

  private:
    std::int64_t ptsOf(int index) const { return options_.pts.empty() ? index : options_.pts.at(index); }

    /// What x264 makes with AVX-512 depends on what its memory held before: of 300 equal clips six had other bytes, of
    /// 1,500 without it none (0.164, Emerald Rapids).
    void keepFromAvx512() {
#ifdef __x86_64__
        if (__builtin_cpu_supports("avx512f"))
            av_opt_set(codec_->priv_data, "x264-params", "asm=AVX2", 0);
#endif
    }

    /// The encoder may still hold the last frame's buffers: take new ones.
    void takeFreshBuffers() {
        for (auto& buffer : frame_->buf)
            av_buffer_unref(&buffer);
        checkFfmpeg(av_frame_get_buffer(frame_.get(), 0), "av_frame_get_buffer");
    }

    void setRotation(int clockwise) {
        std::int32_t matrix[9];
        av_display_rotation_set(matrix, static_cast<double>(clockwise));
#if LIBAVCODEC_VERSION_INT >= AV_VERSION_INT(60, 31, 102)
        AVPacketSideData* side =
            av_packet_side_data_new(&stream_->codecpar->coded_side_data, &stream_->codecpar->nb_coded_side_data,
                                    AV_PKT_DATA_DISPLAYMATRIX, sizeof matrix, 0);
        std::uint8_t* data = side ? side->data : nullptr;
#else
        std::uint8_t* data = av_stream_new_side_data(stream_, AV_PKT_DATA_DISPLAYMATRIX, sizeof matrix);
#endif
        if (!data)
            throw std::bad_alloc();
        std::memcpy(data, matrix, sizeof matrix);
    }

    const ClipContent& content_;
    const ClipWriterOptions& options_;
    Image picture_;
    UniqueFrame frame_;
    UniqueFrame padded_;
    UniqueScaler scaler_;
    int next_ = 0;
};

class AudioEncoder : public CodecStream {
  public:
    AudioEncoder(AVFormatContext& muxer, const ClipContent& content, const ClipWriterOptions& options)
        : CodecStream(muxer, options.audio == AudioCoding::Aac ? findEncoder({"aac"}) : findEncoder({"pcm_f32le"})),
          content_(content), first_(std::llround(options.audioStart * content.sampleRate)) {
        codec_->sample_rate = content.sampleRate;
        codec_->sample_fmt = options.audio == AudioCoding::Aac ? AV_SAMPLE_FMT_FLTP : AV_SAMPLE_FMT_FLT;
        av_channel_layout_default(&codec_->ch_layout, static_cast<int>(content.channels.size()));
        codec_->bit_rate = options.audioBitRate;
        codec_->time_base = {1, content.sampleRate};
        open();
    }

    double nextTime() const override {
        return next_ < length() ? static_cast<double>(first_ + next_) / content_.sampleRate : never;
    }

    void step() override {
        if (next_ >= length())
            return encode(nullptr);
        const std::int64_t whole = codec_->frame_size > 0 ? codec_->frame_size : 1024;
        const std::int64_t count = std::min(whole, length() - next_);
        const UniqueFrame frame = makeFrame();
        frame->format = codec_->sample_fmt;
        frame->sample_rate = codec_->sample_rate;
        frame->nb_samples = static_cast<int>(count);
        checkFfmpeg(av_channel_layout_copy(&frame->ch_layout, &codec_->ch_layout), "av_channel_layout_copy");
        checkFfmpeg(av_frame_get_buffer(frame.get(), 0), "av_frame_get_buffer");
        const bool planar = codec_->sample_fmt == AV_SAMPLE_FMT_FLTP;
        const std::size_t channels = content_.channels.size();
        for (std::size_t c = 0; c < channels; ++c)
            for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
                auto* plane = reinterpret_cast<float*>(frame->extended_data[planar ? c : 0]);
                plane[planar ? i : i * channels + c] = content_.channels[c][static_cast<std::size_t>(next_) + i];
            }
        frame->pts = first_ + next_;
        next_ += count;
        encode(frame.get());
    }

  private:
    std::int64_t length() const { return static_cast<std::int64_t>(content_.channels.front().size()); }

    const ClipContent& content_;
    std::int64_t first_;
    std::int64_t next_ = 0;
};

} // namespace

std::unique_ptr<StreamEncoder> makeVideoEncoder(AVFormatContext& muxer, const ClipContent& content,
                                                const ClipWriterOptions& options) {
    return std::make_unique<VideoEncoder>(muxer, content, options);
}

std::unique_ptr<StreamEncoder> makeAudioEncoder(AVFormatContext& muxer, const ClipContent& content,
                                                const ClipWriterOptions& options) {
    return std::make_unique<AudioEncoder>(muxer, content, options);
}

} // namespace tvlt
