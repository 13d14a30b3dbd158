#include "app/workbench/sound_feed.h"

#include "core/base/result.h"
#include "core/media/sound_reader.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace tvlt {
namespace {

constexpr double kBlockSeconds = 1.0;
constexpr double kAheadSeconds = 3.0;

} // namespace

SoundFeed::SoundFeed(ClipInfo clip, double from, int sampleRate)
    : clip_(std::move(clip)), from_(from), sampleRate_(sampleRate),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

SoundFeed::~SoundFeed() {
    thread_.request_stop();
    thread_.join();
}

void SoundFeed::run(const std::stop_token& stop) {
    const Job job{stop, {}};
    const auto most = std::size_t(kAheadSeconds * sampleRate_);
    const auto block = std::size_t(std::lround(kBlockSeconds * sampleRate_));
    std::optional<SoundReader> reader;
    for (double at = from_; at < clip_.duration && !stop.stop_requested(); at += kBlockSeconds) {
        auto samples = guard([&] {
            if (!reader)
                reader.emplace(clip_, std::llround(from_ * sampleRate_), sampleRate_, MediaLimits(), job);
            return reader->read(std::int64_t(block), job);
        });
        if (!samples)
            break; // damage is told by the analysis; here it is silence
        std::unique_lock lock(mutex_);
        samples->resize(block, 0.0F); // the clip may go on without sound
        queue_.insert(queue_.end(), samples->begin(), samples->end());
        if (!room_.wait(lock, stop, [&] { return queue_.size() < most; }))
            return;
    }
    const std::scoped_lock lock(mutex_);
    ended_ = true;
}

void SoundFeed::read(std::span<float> samples) {
    {
        const std::scoped_lock lock(mutex_);
        const auto count = std::min(samples.size(), queue_.size());
        const auto end = queue_.begin() + std::ptrdiff_t(count);
        std::copy(queue_.begin(), end, samples.begin());
        queue_.erase(queue_.begin(), end);
        std::fill(samples.begin() + std::ptrdiff_t(count), samples.end(), 0.0F);
    }
    room_.notify_one();
}

bool SoundFeed::primed() {
    const std::scoped_lock lock(mutex_);
    return ended_ || !queue_.empty();
}

} // namespace tvlt
