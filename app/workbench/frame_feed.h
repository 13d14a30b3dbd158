#pragma once

#include "core/base/error.h"
#include "core/media/clip_info.h"

#include <QImage>
#include <QObject>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace tvlt {

/// Decodes the clip's own picture at asked times on a thread of its own. Only the newest time is kept: a scrub shows
/// the nearest keyframe at once where the way is long, then the exact frame, and never lags behind. GUI thread.
class FrameFeed : public QObject {
    Q_OBJECT

  public:
    explicit FrameFeed(QObject* parent = nullptr);
    ~FrameFeed() override;

    /// Frames of the clip before are dropped. One without picture gives none.
    void setClip(const ClipInfo& clip);
    void request(double time);

  signals:
    void frameReady(const QImage& image, double time);
    /// Once per clip.
    void failed(const tvlt::Error& error);

  private:
    void run(const std::stop_token& stop);
    // On its own thread, for the GUI's.
    void post(quint64 number, QImage image, double time);
    void fail(quint64 number, const Error& error);

    std::mutex mutex_; ///< guards clip_, clipNumber_ and time_
    std::condition_variable_any changed_;
    ClipInfo clip_;
    quint64 clipNumber_ = 0;
    std::optional<double> time_;
    std::jthread thread_; ///< last member: ends before what it uses
};

} // namespace tvlt
