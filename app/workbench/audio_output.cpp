#include "app/workbench/audio_output.h"

#include "app/workbench/sound_source.h"

#include <QAudioDevice>
#include <QAudioSink>
#include <QIODevice>
#include <QMediaDevices>

#include <algorithm>
#include <limits>
#include <vector>

namespace tvlt {
namespace {

/// What the sink pulls from: the feed's mono samples, in the device's format.
class FeedDevice : public QIODevice {
  public:
    FeedDevice(SoundSource& feed, const QAudioFormat& format) : feed_(feed), format_(format) { open(ReadOnly); }

    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] qint64 bytesAvailable() const override { return std::numeric_limits<qint32>::max(); }

  protected:
    qint64 readData(char* data, qint64 most) override {
        const int frameBytes = format_.bytesPerFrame();
        if (frameBytes <= 0) // no format
            return -1;
        const qint64 frames = most / frameBytes;
        mono_.resize(std::size_t(frames));
        feed_.read(mono_);
        const int channels = format_.channelCount();
        const bool floats = format_.sampleFormat() == QAudioFormat::Float;
        for (std::size_t i = 0; i < mono_.size(); ++i)
            for (int c = 0; c < channels; ++c) {
                const auto at = i * std::size_t(channels) + std::size_t(c);
                if (floats)
                    reinterpret_cast<float*>(data)[at] = mono_[i];
                else
                    reinterpret_cast<qint16*>(data)[at] = qint16(std::clamp(mono_[i], -1.0F, 1.0F) * 32767.0F);
            }
        return frames * frameBytes;
    }
    qint64 writeData(const char*, qint64) override { return -1; }

  private:
    SoundSource& feed_;
    QAudioFormat format_;
    std::vector<float> mono_;
};

QAudioFormat formatFor(const QAudioDevice& device) {
    QAudioFormat format = device.preferredFormat();
    format.setSampleFormat(QAudioFormat::Float);
    if (!device.isFormatSupported(format))
        format.setSampleFormat(QAudioFormat::Int16);
    return format;
}

} // namespace

AudioOutput::AudioOutput(QObject* parent) : QObject(parent) {}

AudioOutput::~AudioOutput() {
    stop();
}

void AudioOutput::start(const std::function<std::unique_ptr<SoundSource>(int)>& makeSource) {
    stop();
    const QAudioDevice device = QMediaDevices::defaultAudioOutput();
    if (device.isNull())
        return;
    const QAudioFormat format = formatFor(device);
    if (!device.isFormatSupported(format))
        return;
    feed_ = makeSource(format.sampleRate());
    source_ = std::make_unique<FeedDevice>(*feed_, format);
    sink_ = std::make_unique<QAudioSink>(device, format);
    sink_->setVolume(volume_);
    preparing_ = true;
}

void AudioOutput::poll() {
    if (sink_ && !preparing_ && sink_->state() == QAudio::StoppedState && sink_->error() != QAudio::NoError)
        stop(); // the device is gone: time goes on without it
    if (!preparing_ || !feed_->primed())
        return;
    preparing_ = false;
    sink_->start(source_.get());
    if (sink_->error() != QAudio::NoError)
        stop(); // a device that does not open: play silently
}

void AudioOutput::stop() {
    preparing_ = false;
    if (sink_)
        sink_->stop();
    sink_.reset(); // before what it pulls from
    source_.reset();
    feed_.reset();
}

double AudioOutput::heardSeconds() const {
    return sink_ && !preparing_ ? double(sink_->processedUSecs()) / 1e6 : -1.0;
}

void AudioOutput::setVolume(double volume) {
    volume_ = volume;
    if (sink_)
        sink_->setVolume(volume);
}

} // namespace tvlt
