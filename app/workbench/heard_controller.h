#pragma once

#include "app/workbench/background.h"
#include "core/analysis/heard_sound.h"

#include <QObject>

#include <memory>
#include <optional>

namespace tvlt {

/// Keeps the sound that playback is to play: the clip's own, or a spectrogram of the newest analysis made heard, which
/// takes a while and is made again when the analysis changes. GUI thread.
class HeardController : public QObject {
    Q_OBJECT

  public:
    explicit HeardController(QObject* parent = nullptr);

    /// null: there is none (any more).
    void setAnalysis(std::shared_ptr<const Analysis> analysis);
    /// none: the clip's own sound.
    void choose(std::optional<HeardSound> choice);
    [[nodiscard]] std::optional<HeardSound> choice() const { return choice_; }
    /// Null: the clip's own, or not made yet.
    [[nodiscard]] const std::shared_ptr<const SegmentSound>& sound() const { return sound_; }
    /// Writes sound() as WAV, 32-bit float.
    void save(const QString& path);
    void cancel();
    [[nodiscard]] bool busy() const { return making_.running() || saving_.running(); }

  signals:
    void choiceChanged();
    /// sound() is another one.
    void soundChanged(std::shared_ptr<const tvlt::SegmentSound> sound);
    void saved(const QString& path);
    void failed(const tvlt::Error& error);
    void progressed(double fraction, const QString& stage);
    void idle();

  private:
    void make();
    void take(std::shared_ptr<const SegmentSound> sound);

    std::shared_ptr<const Analysis> analysis_;
    std::optional<HeardSound> choice_;
    std::shared_ptr<const SegmentSound> sound_;
    Background making_;
    Background saving_;
};

} // namespace tvlt
