#pragma once

#include "app/workbench/audio_output.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace tvlt {

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
    void setVolume(double volume) { audio_.setVolume(volume); }

  signals:
    void positionChanged(double seconds);
    void rateChanged(double rate);

  private:
    void tick();
    void startClock();

    ClipInfo clip_;
    AudioOutput audio_;
    QTimer timer_;
    QElapsedTimer clock_;
    double position_ = 0.0;
    double from_ = 0.0; ///< position when the clock was started
    double rate_ = 0.0;
};

} // namespace tvlt
