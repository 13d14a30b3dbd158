#pragma once

#include "widgets/inspect/time_view.h"

#include <vector>

namespace tvlt {

/// The one time axis between frames and spectrogram: seconds of the clip, and a mark where each frame stands.
class TimeRuler : public TimeView {
    Q_OBJECT

  public:
    explicit TimeRuler(ViewState& state, QWidget* parent = nullptr);
    void setFrameTimes(std::vector<double> times);

  protected:
    void paintContent(QPainter& painter) override;
    /// With the time that it stands at.
    void paintCursor(QPainter& painter, double x) const override;

  private:
    std::vector<double> frameTimes_;
};

} // namespace tvlt
