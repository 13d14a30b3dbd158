#include "core/media/picture.h"

#include "core/base/error.h"

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace tvlt {

namespace {

bool hasAlpha(int format) {
    const AVPixFmtDescriptor* description = av_pix_fmt_desc_get(static_cast<AVPixelFormat>(format));
    return description && (description->flags & (AV_PIX_FMT_FLAG_ALPHA | AV_PIX_FMT_FLAG_PAL)) != 0;
}

std::string pixelFormatName(int format) {
    const char* name = av_get_pix_fmt_name(static_cast<AVPixelFormat>(format));
    return name ? name : "unknown";
}

/// Copies the scaled picture out: alpha over black, turned and mirrored.
Image shownPicture(const AVFrame& scaled, const Orientation& o) {
    Image shown(o.transpose ? scaled.height : scaled.width, o.transpose ? scaled.width : scaled.height);
    const bool alpha = scaled.format == AV_PIX_FMT_RGBA;
    if (!alpha && !o.transpose && !o.flipX && !o.flipY) {
        const std::size_t row = static_cast<std::size_t>(scaled.width) * 3;
        for (int y = 0; y < scaled.height; ++y)
            std::memcpy(shown.pixel(0, y), scaled.data[0] + static_cast<std::ptrdiff_t>(y) * scaled.linesize[0], row);
        return shown;
    }
    const int step = alpha ? 4 : 3;
    for (int y = 0; y < shown.height; ++y)
        for (int x = 0; x < shown.width; ++x) {
            int fromX = o.flipX ? shown.width - 1 - x : x;
            int fromY = o.flipY ? shown.height - 1 - y : y;
            if (o.transpose)
                std::swap(fromX, fromY);
            const std::uint8_t* from =
                scaled.data[0] + static_cast<std::ptrdiff_t>(fromY) * scaled.linesize[0] + fromX * step;
            const unsigned opacity = alpha ? from[3] : 255U;
            std::uint8_t* to = shown.pixel(x, y);
            for (int c = 0; c < 3; ++c)
                to[c] = static_cast<std::uint8_t>((from[c] * opacity + 127U) / 255U);
        }
    return shown;
}

} // namespace

int Orientation::clockwise() const {
    if (transpose)
        return flipX ? 90 : 270;
    return flipX && flipY ? 180 : 0;
}

Orientation orientationOf(const AVStream& stream) {
    const std::uint8_t* data = nullptr;
    std::size_t size = 0;
#if LIBAVCODEC_VERSION_INT >= AV_VERSION_INT(60, 31, 102)
    if (const AVPacketSideData* side = av_packet_side_data_get(
            stream.codecpar->coded_side_data, stream.codecpar->nb_coded_side_data, AV_PKT_DATA_DISPLAYMATRIX)) {
        data = side->data;
        size = side->size;
    }
#else
    data = av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, &size);
#endif
    if (!data || size < 9 * sizeof(std::int32_t))
        return {};
    std::int32_t m[9];
    std::memcpy(m, data, sizeof m);
    // A point (x, y), y downwards, goes to (m0 x + m3 y, m1 x + m4 y). Slanted pictures snap to the nearest side.
    const auto weight = [&](int a, int b) { return std::llabs(m[a]) + std::llabs(m[b]); };
    if (weight(1, 3) > weight(0, 4))
        return {true, m[3] < 0, m[1] < 0};
    return {false, m[0] < 0, m[4] < 0};
}

namespace {

/// Decoders put numbers of the file into enumerations, named or not; a number no name stands for may not be read as
/// one.
template <class Enumeration> int numberIn(const Enumeration& field) {
    static_assert(sizeof field == sizeof(int));
    int number = 0;
    std::memcpy(&number, &field, sizeof number);
    return number;
}

} // namespace

PictureConverter::PictureConverter(int width, int height, Orientation orientation)
    : width_(width), height_(height), orientation_(orientation) {}

void PictureConverter::prepare(const AVFrame& frame) {
    const Source source{frame.width, frame.height, frame.format, numberIn(frame.colorspace),
                        numberIn(frame.color_range)};
    if (scaler_ && source == source_)
        return;
    const AVPixelFormat target = hasAlpha(frame.format) ? AV_PIX_FMT_RGBA : AV_PIX_FMT_RGB24;
    // FFmpeg's own default, not its most accurate conversion (which is 1.3 of 255 levels brighter): the readers that
    // models are trained and compared with take the default, and their pixels are what this program must see.
    constexpr int flags = SWS_BICUBIC;
    scaler_.reset(sws_getContext(frame.width, frame.height, static_cast<AVPixelFormat>(frame.format), width_, height_,
                                 target, flags, nullptr, nullptr, nullptr));
    if (!scaler_)
        throwUnsupported("pixel format " + pixelFormatName(frame.format) + " at " + std::to_string(frame.width) +
                             " × " + std::to_string(frame.height) + " cannot be turned into RGB: " + lastFfmpegLine(),
                         {}, "Convert the clip, for example to H.264 in yuv420p.");
    // AVColorSpace and SWS_CS_* share their numbers; unspecified is BT.601 in both FFmpeg's tools and here.
    const int* matrix = sws_getCoefficients(source.colorspace);
    const int fullRange = source.range == AVCOL_RANGE_JPEG ? 1 : 0;
    int *oldMatrix = nullptr, *oldTarget = nullptr;
    int oldRange = 0, targetRange = 0, brightness = 0, contrast = 0, saturation = 0;
    if (sws_getColorspaceDetails(scaler_.get(), &oldMatrix, &oldRange, &oldTarget, &targetRange, &brightness, &contrast,
                                 &saturation) >= 0)
        sws_setColorspaceDetails(scaler_.get(), matrix, source.range == AVCOL_RANGE_UNSPECIFIED ? oldRange : fullRange,
                                 oldTarget, targetRange, brightness, contrast, saturation);
    // libswscale may write past the end of an unpadded row, so it gets a frame of its own.
    scaled_ = makeFrame();
    scaled_->format = target;
    scaled_->width = width_;
    scaled_->height = height_;
    checkFfmpeg(av_frame_get_buffer(scaled_.get(), 0), "av_frame_get_buffer");
    source_ = source;
}

Image PictureConverter::convert(const AVFrame& frame) {
    prepare(frame);
    checkFfmpeg(sws_scale(scaler_.get(), frame.data, frame.linesize, 0, frame.height, scaled_->data, scaled_->linesize),
                "sws_scale");
    return shownPicture(*scaled_, orientation_);
}

} // namespace tvlt
