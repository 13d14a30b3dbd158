#pragma once

#include "core/base/timeline.h"
#include "core/features/mask_pins.h"
#include "widgets/figure/figure_choice.h"
#include "widgets/state/hover.h"

#include <QObject>

#include <optional>

namespace tvlt {

/// How the views draw, as a person set it.
struct DisplayOptions {
    bool patchGrid = false;
    bool maskOnAllRows = false; ///< hatch hidden patches on the other rows too, not only on "Masked"
    double maskOpacity = 1.0;   ///< of the hatching, 0 to 1
    bool signedError = false;   ///< the error row shows reconstruction - input instead of its magnitude
    FigureColors colors;        ///< of heat maps: levels and errors
    bool pasteVisible = true;   ///< reconstruction: visible patches from the input instead of the head's output
    bool operator==(const DisplayOptions&) const = default;
};

/// What the left button does on a patch.
struct Brush {
    std::optional<PinTo> paints; ///< none: it selects
    BrushShape shape = BrushShape::Patch;
    bool operator==(const Brush&) const = default;
};

/// What all views of one clip share: time, visible range, patch, pointer, display, brush. Views connect to it, never to
/// each other. Setters clamp, and emit only on change. GUI thread.
class ViewState : public QObject {
    Q_OBJECT

  public:
    explicit ViewState(QObject* parent = nullptr);

    /// The cursor, clip time in seconds.
    [[nodiscard]] double time() const { return time_; }
    /// The part of the bounds that the views show.
    [[nodiscard]] Segment range() const { return range_; }
    /// What can be shown: the segment in the model.
    [[nodiscard]] Segment bounds() const { return bounds_; }
    /// The whole clip: the cursor moves in [0, clipDuration].
    [[nodiscard]] double clipDuration() const { return clipDuration_; }
    [[nodiscard]] std::optional<TokenRef> token() const { return token_; }
    [[nodiscard]] const std::optional<Hover>& hover() const { return hover_; }
    [[nodiscard]] const DisplayOptions& display() const { return display_; }
    [[nodiscard]] const Brush& brush() const { return brush_; }

    /// A new clip: cursor to 0, bounds and range to the whole clip.
    void reset(double clipDuration);
    void setTime(double seconds);
    /// Moves the range to the whole of `bounds`, unless they are the same as before.
    void setBounds(const Segment& bounds);
    void setRange(const Segment& range);
    /// Scales the range by `factor` (< 1 zooms in), keeping `anchor` (clip time) where it is.
    void zoom(double factor, double anchor);
    void pan(double seconds);
    void fit() { setRange(bounds_); }
    void setToken(std::optional<TokenRef> token);
    void setHover(std::optional<Hover> hover);
    void setDisplay(const DisplayOptions& display);
    void setBrush(const Brush& brush);

  signals:
    void timeChanged(double seconds);
    void rangeChanged();
    void boundsChanged();
    void tokenChanged();
    void hoverChanged();
    void displayChanged();
    void brushChanged();

  private:
    double clipDuration_ = 0.0;
    double time_ = 0.0;
    Segment bounds_{0.0, 1.0};
    Segment range_{0.0, 1.0};
    std::optional<TokenRef> token_;
    std::optional<Hover> hover_;
    DisplayOptions display_;
    Brush brush_;
};

} // namespace tvlt
