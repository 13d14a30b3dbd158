#pragma once

#include "core/base/timeline.h"
#include "widgets/style/painted_content.h"

#include <QWidget>

#include <optional>
#include <vector>

namespace tvlt {

struct TimeScale;
class ViewState;

/// The whole clip: waveform, the segment that goes into the model with handles to drag, frame marks, playhead. A drag
/// of a handle resizes the segment, of the bar above it moves it; anywhere else it scrubs.
class TimelineView : public QWidget {
    Q_OBJECT

  public:
    explicit TimelineView(ViewState& state, QWidget* parent = nullptr);

    /// Lowest and highest sample per bucket, alternating, over the whole clip. Empty: no sound.
    void setPeaks(std::vector<float> peaks);
    void setSegment(const Segment& segment);
    /// The longest segment that the model takes, seconds; 0: as long as the clip.
    void setLongestSegment(double seconds);
    void setFrameTimes(std::vector<double> times);
    [[nodiscard]] const Segment& segment() const { return segment_; }
    [[nodiscard]] TimeScale scale() const;
    /// The strip that is dragged to move the segment.
    [[nodiscard]] QRectF segmentBar() const;
    [[nodiscard]] QSize sizeHint() const override;

  signals:
    void seekRequested(double seconds);
    /// While a person drags.
    void segmentDragged(const tvlt::Segment& segment);
    /// A person let go: time to read the clip again.
    void segmentEdited(const tvlt::Segment& segment);

  protected:
    void paintEvent(QPaintEvent*) override;
    void resizeEvent(QResizeEvent*) override;
    void changeEvent(QEvent*) override;
    void mousePressEvent(QMouseEvent*) override;
    void mouseMoveEvent(QMouseEvent*) override;
    void mouseReleaseEvent(QMouseEvent*) override;
    void leaveEvent(QEvent*) override;

  private:
    enum class Grip { None, Start, End, Move, Scrub };

    [[nodiscard]] Grip gripAt(const QPointF& position) const;
    [[nodiscard]] Segment dragged(double time) const;
    [[nodiscard]] QRectF waveArea() const;
    void invalidate();
    void paintContent(QPainter& painter) const;
    void paintWave(QPainter& painter) const;
    void paintSegment(QPainter& painter) const;

    ViewState& state_;
    std::vector<float> peaks_;
    std::vector<double> frameTimes_;
    Segment segment_;
    double longest_ = 0.0;
    PaintedContent content_;
    Grip grip_ = Grip::None;
    Segment grippedSegment_;
    double grippedTime_ = 0.0;
};

} // namespace tvlt
