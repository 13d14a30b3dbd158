#pragma once

#include "app/workbench/background.h"
#include "core/media/clip_info.h"
#include "core/media/probe.h"

#include <QObject>

#include <optional>
#include <vector>

namespace tvlt {

/// The clip that is open: probed first, then its waveform and the times of all its frames are read behind it.
class ClipController : public QObject {
    Q_OBJECT

  public:
    explicit ClipController(QObject* parent = nullptr);

    void open(const ClipSource& source);
    void cancel();
    [[nodiscard]] const std::optional<ClipInfo>& clip() const { return clip_; }
    [[nodiscard]] const ClipSource& source() const { return source_; }
    /// Clip times at which the picture changes, ascending; empty until they are known.
    [[nodiscard]] const std::vector<double>& frameTimes() const { return frameTimes_; }
    /// The time of the frame `steps` away from the one shown at `time`.
    [[nodiscard]] double stepFrom(double time, int steps) const;
    [[nodiscard]] bool busy() const { return probe_.running(); }

  signals:
    void opened();
    void peaksReady(const std::vector<float>& peaks);
    void failed(const tvlt::Error& error);
    void progressed(double fraction, const QString& stage);
    void idle();

  private:
    void readMore();

    ClipSource source_;
    std::optional<ClipInfo> clip_;
    std::vector<double> frameTimes_;
    Background probe_;
    Background peaks_;
    Background frames_;
};

} // namespace tvlt
