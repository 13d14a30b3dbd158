#pragma once

#include "widgets/state/time_scale.h"
#include "widgets/state/view_state.h"
#include "widgets/style/painted_content.h"

#include <QWidget>

namespace tvlt {

/// A view on the shared time axis between the gutters. Wheel zooms around the pointer, Shift+wheel and the middle
/// button pan, the left button scrubs, a double click shows the whole segment. Content is painted once and kept; the
/// cursor is drawn over it, so playback costs one blit.
class TimeView : public QWidget {
    Q_OBJECT

  public:
    explicit TimeView(ViewState& state, QWidget* parent = nullptr);

    /// Where times are on this widget.
    [[nodiscard]] TimeScale scale() const;

  signals:
    /// A person moved the cursor: playback follows.
    void seekRequested(double seconds);

  protected:
    /// Paints all but the cursor.
    virtual void paintContent(QPainter& painter) = 0;
    /// What lies at `position`; none outside of all rows.
    [[nodiscard]] virtual std::optional<Hover> hoverAt(const QPointF& position) const;
    /// The content is out of date.
    void invalidate();
    [[nodiscard]] ViewState& state() const { return state_; }

    /// Paints what follows the pointer, over all else.
    virtual void paintOverlay(QPainter&) {}
    /// Paints the cursor at `x` over the content.
    virtual void paintCursor(QPainter& painter, double x) const;

    void paintEvent(QPaintEvent*) override;
    void resizeEvent(QResizeEvent*) override;
    void changeEvent(QEvent*) override;
    void wheelEvent(QWheelEvent*) override;
    void mousePressEvent(QMouseEvent*) override;
    void mouseMoveEvent(QMouseEvent*) override;
    void mouseReleaseEvent(QMouseEvent*) override;
    void mouseDoubleClickEvent(QMouseEvent*) override;
    void leaveEvent(QEvent*) override;

  private:
    void seekTo(double x);

    ViewState& state_;
    PaintedContent content_;
    bool scrubbing_ = false;
    std::optional<double> panFrom_; ///< clip time under the pointer when panning began
};

/// A cursor that shows on any background: a light line with dark edges.
void paintTimeCursor(QPainter& painter, double x, double top, double bottom);

} // namespace tvlt
