#pragma once

#include "app/workbench/audio_output.h"
#include "core/base/timeline.h"
#include "core/media/clip_info.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>

namespace tvlt {

struct SegmentSound;

/// The clock of playback. Sound sets the pace while there is any, else a timer does. GUI thread.
class PlaybackController : public QObject {
    Q_OBJECT

  public:
    explicit PlaybackController(QObject* parent = nullptr);

    void setClip(const ClipInfo& clip);
    /// Where play() starts from; while playing, jumps there.
    void seek(double seconds);
    /// `rate` 1 plays with sound; others, also negative ones, are silent. 0 pauses.
    void play(double rate = 1.0);
    void pause();
    void toggle();
    /// L and J: forward or backward, faster with each press.
    void shuttle(int direction);
    [[nodiscard]] bool playing() const { return rate_ != 0.0; }
    [[nodiscard]] double rate() const { return rate_; }
    /// What is heard in place of the clip's own sound; null: that. Silence outside of its segment.
    void setSound(std::shared_ptr<const SegmentSound> sound);
    /// What a loop repeats.
    void setSegment(const Segment& segment) { segment_ = segment; }
    /// At the segment's end back to its start, forward and backward.
    void setLoop(bool loop) { loop_ = loop; }
    [[nodiscard]] bool loops() const { return loop_; }
    void setVolume(double volume) { audio_.setVolume(volume); }

  signals:
    void positionChanged(double seconds);
    void rateChanged(double rate);

  private:
    void tick();
    void startClock();

    /// Where playback ends, or turns back.
    [[nodiscard]] Segment bounds() const;

    ClipInfo clip_;
    std::shared_ptr<const SegmentSound> sound_;
    Segment segment_;
    bool loop_ = false;
    AudioOutput audio_;
    QTimer timer_;
    QElapsedTimer clock_;
    double position_ = 0.0;
    double from_ = 0.0; ///< position when the clock was started
    double rate_ = 0.0;
};

} // namespace tvlt
