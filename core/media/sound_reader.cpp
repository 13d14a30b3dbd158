#include "core/media/sound_reader.h"

#include <algorithm>
#include <cmath>

namespace tvlt {

SoundReader::SoundReader(const ClipInfo& clip, std::int64_t first, int sampleRate, const MediaLimits& limits,
                         const Job& job)
    : source_(clip, limits, job), resampler_(source_.rate(), sampleRate), next_(first),
      begin_(resampler_.inputBefore(first)), soundBegin_(std::llround(clip.audio->start * sampleRate)) {
    source_.skipTo(begin_, job);
}

/// Output of before next_ is left out: it only settles the filter.
void SoundReader::take(const Resampler::Output& output) {
    const std::int64_t end = output.position + static_cast<std::int64_t>(output.samples.size());
    const std::int64_t from = std::max(output.position, next_);
    if (from >= end)
        return;
    ahead_.resize(static_cast<std::size_t>(end - next_), 0.0F);
    std::copy(output.samples.begin() + (from - output.position), output.samples.end(), ahead_.begin() + (from - next_));
}

std::vector<float> SoundReader::read(std::int64_t count, const Job& job) {
    const auto wanted = static_cast<std::size_t>(count);
    const std::int64_t enough = resampler_.inputAfter(next_ + count);
    const auto length = static_cast<double>(std::max<std::int64_t>(1, enough - begin_));
    while (ahead_.size() < wanted && !ended_) {
        if (!waiting_)
            waiting_ = source_.next(job);
        if (!waiting_) {
            take(resampler_.finish());
            ended_ = true;
        } else if (waiting_->position >= enough) { // nothing of it is heard yet, and the gap may be longer than memory
            take(resampler_.push({}, enough, begin_));
            ahead_.resize(std::max(ahead_.size(), wanted), 0.0F);
        } else {
            if (waiting_->end() > begin_)
                take(resampler_.push(waiting_->mono(), waiting_->position, begin_));
            job.progress(std::clamp(static_cast<double>(waiting_->end() - begin_) / length, 0.0, 1.0),
                         "decoding sound");
            waiting_.reset();
        }
    }
    if (ahead_.size() < wanted) // silence as far as the sound only begins after this piece
        ahead_.resize(
            std::max(ahead_.size(), static_cast<std::size_t>(std::clamp<std::int64_t>(soundBegin_ - next_, 0, count))),
            0.0F);
    const auto end = ahead_.begin() + static_cast<std::ptrdiff_t>(std::min(ahead_.size(), wanted));
    std::vector<float> piece(ahead_.begin(), end);
    ahead_.erase(ahead_.begin(), end);
    next_ += count;
    return piece;
}

} // namespace tvlt
