#pragma once

// Private to core/media: FFmpeg's headers and one owning pointer for each of its handles. Made for FFmpeg 5.1 to 7.

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/avstring.h>
#include <libavutil/channel_layout.h>
#include <libavutil/display.h>
#include <libavutil/mathematics.h>
#include <libavutil/opt.h>
#include <libavutil/pixdesc.h>
#include <libswresample/swresample.h>
#include <libswscale/swscale.h>
}

#include "core/media/clip_info.h"

#include <memory>
#include <string>

namespace tvlt {

template <auto release> struct ReleasesHandle {
    template <class T> void operator()(T* handle) const { release(&handle); }
};
template <auto release> struct ReleasesPointer {
    template <class T> void operator()(T* handle) const { release(handle); }
};

using UniqueFrame = std::unique_ptr<AVFrame, ReleasesHandle<av_frame_free>>;
using UniquePacket = std::unique_ptr<AVPacket, ReleasesHandle<av_packet_free>>;
using UniqueCodecContext = std::unique_ptr<AVCodecContext, ReleasesHandle<avcodec_free_context>>;
using UniqueInput = std::unique_ptr<AVFormatContext, ReleasesHandle<avformat_close_input>>;
using UniqueOutput = std::unique_ptr<AVFormatContext, ReleasesPointer<avformat_free_context>>;
using UniqueIo = std::unique_ptr<AVIOContext, ReleasesHandle<avio_closep>>;
using UniqueScaler = std::unique_ptr<SwsContext, ReleasesPointer<sws_freeContext>>;
using UniqueResampler = std::unique_ptr<SwrContext, ReleasesHandle<swr_free>>;

[[nodiscard]] UniqueFrame makeFrame();
[[nodiscard]] UniquePacket makePacket();

/// An AVDictionary that frees itself.
class Options {
  public:
    Options() = default;
    ~Options() { av_dict_free(&entries_); }
    Options(const Options&) = delete;
    Options& operator=(const Options&) = delete;
    void set(const char* key, const std::string& value) { av_dict_set(&entries_, key, value.c_str(), 0); }
    AVDictionary** get() { return &entries_; }

  private:
    AVDictionary* entries_ = nullptr;
};

/// For the whole program: FFmpeg prints nothing any more (its last error line on the calling thread is kept for
/// lastFfmpegLine()), and asks for no more than 1 GiB at once.
void prepareFfmpeg();
/// What FFmpeg last complained about on this thread since the last call, on one line; empty if nothing.
[[nodiscard]] std::string lastFfmpegLine();
/// "moov atom not found (Invalid data found when processing input)": the last line and the code's own text.
[[nodiscard]] std::string ffmpegReason(int code);
/// Throws std::bad_alloc for AVERROR(ENOMEM), else an Exception of kind Internal that names the call.
void checkFfmpeg(int code, const char* call);

[[nodiscard]] inline AVRational toAv(const Rational& r) {
    return {static_cast<int>(r.num), static_cast<int>(r.den)};
}
[[nodiscard]] inline Rational fromAv(AVRational r) {
    return r.den > 0 ? Rational{r.num, r.den} : Rational{0, 1};
}

} // namespace tvlt
