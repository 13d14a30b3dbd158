#pragma once

#include "core/media/clip_info.h"

#include <QObject>

#include <memory>

class QAudioSink;
class QIODevice;

namespace tvlt {

class SoundFeed;

/// Plays a clip's sound through the default audio device; does nothing where there is none. GUI thread.
class AudioOutput : public QObject {
    Q_OBJECT

  public:
    explicit AudioOutput(QObject* parent = nullptr);
    ~AudioOutput() override;

    /// Starts decoding; sound comes out as soon as the first block is there.
    void start(const ClipInfo& clip, double from);
    void stop();
    /// Seconds heard since start(); negative: no sound is coming out (no device, no sound, or not yet).
    [[nodiscard]] double heardSeconds() const;
    /// Sound is being prepared: the clock waits for it.
    [[nodiscard]] bool preparing() const { return preparing_; }
    void setVolume(double volume); ///< 0 to 1
    /// Call regularly while playing: starts the device when the sound is ready.
    void poll();

  private:
    double volume_ = 1.0;
    bool preparing_ = false;
    std::unique_ptr<SoundFeed> feed_;
    std::unique_ptr<QIODevice> source_;
    std::unique_ptr<QAudioSink> sink_;
};

} // namespace tvlt
