#pragma once

#include <QObject>

#include <functional>
#include <memory>

class QAudioSink;
class QIODevice;

namespace tvlt {

class SoundSource;

/// Plays sound through the default audio device; does nothing where there is none. GUI thread.
class AudioOutput : public QObject {
    Q_OBJECT

  public:
    explicit AudioOutput(QObject* parent = nullptr);
    ~AudioOutput() override;

    /// Makes the source at the device's rate; sound comes out as soon as its first block is there.
    void start(const std::function<std::unique_ptr<SoundSource>(int sampleRate)>& makeSource);
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
    std::unique_ptr<SoundSource> feed_;
    std::unique_ptr<QIODevice> source_;
    std::unique_ptr<QAudioSink> sink_;
};

} // namespace tvlt
