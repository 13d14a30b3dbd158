#pragma once

#include "core/base/timeline.h"
#include "widgets/figure/mel_axis.h"

#include <QWidget>

namespace tvlt {

class CompareCanvas;

/// A canvas between its axes: time below and Hz on the left where it shows a spectrogram, no axes for a frame.
class CompareAxes : public QWidget {
    Q_OBJECT

  public:
    explicit CompareAxes(CompareCanvas* canvas, QWidget* parent = nullptr);
    /// The spectrogram's extent. No bands: there are no axes.
    void setExtent(const Segment& time, const MelAxis& mel);

  protected:
    void paintEvent(QPaintEvent*) override;
    void resizeEvent(QResizeEvent*) override;

  private:
    void arrange();

    CompareCanvas* canvas_;
    Segment time_{0.0, 1.0};
    MelAxis mel_;
};

} // namespace tvlt
