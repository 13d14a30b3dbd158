#include "core/media/ffmpeg.h"

#include "core/base/error.h"

#include <array>
#include <cstdarg>
#include <mutex>
#include <new>
#include <utility>

namespace tvlt {

namespace {

// A header can ask for tables of any length. A frame of the most pixels that are taken fits.
constexpr std::size_t kMostBytesAtOnce = 1U << 30;

// Demuxers complain on the thread that calls them, so a line per thread needs no lock. Codec threads' lines are lost.
thread_local std::string lastLine;

void keepErrorLine(void* context, int level, const char* format, va_list arguments) {
    if (level > AV_LOG_ERROR)
        return;
    std::array<char, 512> line{};
    int prefix = 0;
    av_log_format_line2(context, level, format, arguments, line.data(), static_cast<int>(line.size()), &prefix);
    lastLine = line.data();
    while (!lastLine.empty() && (lastLine.back() == '\n' || lastLine.back() == '\r'))
        lastLine.pop_back();
    // "[mov,mp4 @ 0x55d0] text": the address says nothing to a reader.
    if (lastLine.starts_with('['))
        if (const auto end = lastLine.find("] "); end != std::string::npos)
            lastLine.erase(0, end + 2);
}

} // namespace

void prepareFfmpeg() {
    static std::once_flag once;
    std::call_once(once, [] {
        av_log_set_callback(keepErrorLine);
        av_max_alloc(kMostBytesAtOnce);
    });
}

std::string lastFfmpegLine() {
    return std::exchange(lastLine, {});
}

std::string ffmpegReason(int code) {
    std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
    av_strerror(code, text.data(), text.size());
    const std::string line = lastFfmpegLine();
    return line.empty() ? text.data() : line + " (" + text.data() + ")";
}

void checkFfmpeg(int code, const char* call) {
    if (code >= 0)
        return;
    if (code == AVERROR(ENOMEM))
        throw std::bad_alloc();
    throw Exception({Error::Kind::Internal, std::string(call) + " failed: " + ffmpegReason(code), {}, {}});
}

UniqueFrame makeFrame() {
    UniqueFrame frame(av_frame_alloc());
    if (!frame)
        throw std::bad_alloc();
    return frame;
}

UniquePacket makePacket() {
    UniquePacket packet(av_packet_alloc());
    if (!packet)
        throw std::bad_alloc();
    return packet;
}

} // namespace tvlt
