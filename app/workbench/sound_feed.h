#pragma once

#include "app/workbench/sound_source.h"
#include "core/base/job.h"
#include "core/media/clip_info.h"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <span>
#include <thread>

namespace tvlt {

/// The clip's sound from a time on, decoded ahead on a thread of its own into a bounded queue. read() never waits: what
/// is not decoded yet is silence.
class SoundFeed : public SoundSource {
  public:
    /// `sampleRate`: of what read() gives, mono.
    SoundFeed(ClipInfo clip, double from, int sampleRate);
    ~SoundFeed() override;
    SoundFeed(const SoundFeed&) = delete;
    SoundFeed& operator=(const SoundFeed&) = delete;

    void read(std::span<float> samples) override;
    [[nodiscard]] bool primed() override;

  private:
    void run(const std::stop_token& stop);

    ClipInfo clip_;
    double from_;
    int sampleRate_;
    std::mutex mutex_;
    std::condition_variable_any room_;
    std::deque<float> queue_;
    bool ended_ = false;
    std::jthread thread_; ///< last member: ends before what it uses
};

} // namespace tvlt
