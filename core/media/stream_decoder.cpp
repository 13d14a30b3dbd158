#include "core/media/stream_decoder.h"

#include "core/base/error.h"

#include <algorithm>
#include <new>
#include <thread>
#include <utility>

namespace tvlt {

namespace {

/// Frame threads each hold pictures, so few of them, and one for huge pictures.
int threadsFor(const AVCodecParameters& parameters) {
    const auto pixels = static_cast<std::int64_t>(parameters.width) * parameters.height;
    if (parameters.codec_type != AVMEDIA_TYPE_VIDEO || pixels > 16LL << 20)
        return 1;
    return static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 4U));
}

} // namespace

StreamDecoder::StreamDecoder(const std::filesystem::path& path, int streamIndex, const MediaLimits& limits,
                             const Job& job)
    : path_(path), index_(streamIndex), limits_(limits), packet_(makePacket()) {
    open(job);
}

void StreamDecoder::open(const Job& job) {
    codec_.reset();
    file_ = std::make_unique<MediaFile>(path_, limits_, job);
    AVStream& opened = file_->stream(index_);
    file_->select(index_);
    codec_ = openDecoder(opened, isStillImage(*file_) ? 1 : threadsFor(*opened.codecpar), limits_, path_.string());
}

void StreamDecoder::forgetPosition() {
    packetWaits_ = false;
    draining_ = false;
    latestPts_.reset();
    latestEnd_.reset();
}

void StreamDecoder::restart(const Job& job) {
    forgetPosition();
    open(job);
}

bool StreamDecoder::takeDamage() {
    return std::exchange(damaged_, false);
}

bool StreamDecoder::readPacket(const Job& job) {
    while (file_->read(*packet_, job)) {
        if (packet_->stream_index != index_)
            continue;
        if ((packet_->flags & AV_PKT_FLAG_CORRUPT) != 0) {
            damaged_ = true;
            // The end of a file that was cut off: half a picture is not worth showing.
            if (avio_feof(file_->format().pb) != 0)
                continue;
        }
        const std::int64_t pts = packet_->pts != AV_NOPTS_VALUE ? packet_->pts : packet_->dts;
        if (pts != AV_NOPTS_VALUE) {
            latestPts_ = std::max(latestPts_.value_or(pts), pts);
            latestEnd_ = std::max(latestEnd_.value_or(pts), av_sat_add64(pts, packet_->duration));
        }
        return true;
    }
    if (file_->brokeOff())
        damaged_ = true;
    return false;
}

void StreamDecoder::feed(const Job& job) {
    if (!std::exchange(packetWaits_, false) && !readPacket(job)) {
        draining_ = true;
        avcodec_send_packet(codec_.get(), nullptr);
        return;
    }
    const int code = avcodec_send_packet(codec_.get(), packet_.get());
    av_packet_unref(packet_.get());
    if (code == AVERROR(ENOMEM))
        throw std::bad_alloc();
    if (code < 0)
        damaged_ = true;
}

bool StreamDecoder::receive(AVFrame& frame, const Job& job) {
    for (int failures = 0;;) {
        job.check();
        const int code = avcodec_receive_frame(codec_.get(), &frame);
        if (code >= 0) {
            if ((frame.flags & AV_FRAME_FLAG_DISCARD) == 0)
                return true;
            continue;
        }
        if (code == AVERROR_EOF)
            return false;
        if (code == AVERROR(ENOMEM))
            throw std::bad_alloc();
        if (code != AVERROR(EAGAIN)) {
            damaged_ = true;
            // A decoder that only fails while it is being drained would never end.
            if (draining_ && ++failures > 256)
                return false;
        }
        if (!draining_)
            feed(job);
        else if (code == AVERROR(EAGAIN))
            return false;
    }
}

std::optional<std::int64_t> StreamDecoder::seek(std::int64_t pts, const Job& job) {
    const AVRational base = stream().time_base;
    const std::int64_t second = std::max<std::int64_t>(1, base.num > 0 ? base.den / base.num : 1);
    // Indexes speak of decoding times and some formats land anywhere, so look at the keyframe that really comes.
    for (std::int64_t back : {std::int64_t{0}, second, 4 * second, 16 * second}) {
        if (!file_->seek(index_, av_sat_sub64(pts, back)))
            return std::nullopt;
        avcodec_flush_buffers(codec_.get());
        forgetPosition();
        while (readPacket(job)) {
            if ((packet_->flags & AV_PKT_FLAG_KEY) == 0)
                continue;
            if (packet_->pts == AV_NOPTS_VALUE)
                return std::nullopt;
            if (packet_->pts > pts)
                break;
            packetWaits_ = true;
            return packet_->pts;
        }
    }
    return std::nullopt;
}

} // namespace tvlt
