#pragma once

#include "widgets/figure/mask_painter.h"

#include <QImage>
#include <QTimer>
#include <QWidget>

#include <optional>

namespace tvlt {

/// How two pictures of one thing are laid over each other.
enum class CompareMode {
    Swipe,   ///< a line parts them: the first on its left, the second on its right
    Blend,   ///< the second over the first, as opaque as a person sets
    Flicker, ///< in turn
};

/// One of the two pictures.
struct CompareSide {
    QString name;
    QImage image;
    std::optional<PatchCells> hatched; ///< hidden patches are hatched over the picture
    double opacity = 1.0;              ///< below 1: what is shown is out of date
};

/// Two pictures of the same size, one over the other, down to single pixels. Wheel zooms around the pointer, the middle
/// button (or the left one where there is no line to move) pans, a double click shows the whole.
class CompareCanvas : public QWidget {
    Q_OBJECT

  public:
    explicit CompareCanvas(QWidget* parent = nullptr);

    /// Null images: there is nothing to compare; `placeholder` says why.
    void setSides(const CompareSide& first, const CompareSide& second, const QString& placeholder);
    /// Frames keep their shape; a spectrogram fills the room there is.
    void setKeepsShape(bool keeps);
    void setMode(CompareMode mode);
    [[nodiscard]] CompareMode mode() const { return mode_; }
    /// Swipe: where the line stands; Blend: how opaque the second is. 0 to 1.
    void setShare(double share);
    [[nodiscard]] double share() const { return share_; }
    /// Where the whole picture lies on this widget; parts may be outside.
    [[nodiscard]] QRectF target() const;
    [[nodiscard]] double zoom() const { return zoom_; }
    void zoomBy(double factor, const QPointF& anchor);
    void fit();

  signals:
    void shareChanged(double share);
    void viewChanged();
    /// The picture's pixel under the pointer; none: outside.
    void pixelHovered(std::optional<QPoint> pixel);

  protected:
    void paintEvent(QPaintEvent*) override;
    void resizeEvent(QResizeEvent*) override;
    void wheelEvent(QWheelEvent*) override;
    void mousePressEvent(QMouseEvent*) override;
    void mouseMoveEvent(QMouseEvent*) override;
    void mouseReleaseEvent(QMouseEvent*) override;
    void mouseDoubleClickEvent(QMouseEvent*) override;
    void leaveEvent(QEvent*) override;
    void showEvent(QShowEvent*) override;
    void hideEvent(QHideEvent*) override;

  private:
    [[nodiscard]] QRectF fitted() const;
    void keepInView();
    void runFlicker();
    void paintSide(QPainter& painter, const CompareSide& side) const;
    void moveLine(double x);

    CompareSide first_;
    CompareSide second_;
    QString placeholder_;
    bool keepsShape_ = true;
    CompareMode mode_ = CompareMode::Swipe;
    double share_ = 0.5;
    double zoom_ = 1.0;
    QPointF centre_{0.5, 0.5}; ///< of the view, in shares of the picture
    QTimer flicker_;
    bool secondShows_ = false; ///< while flickering
    std::optional<QPointF> panFrom_;
    bool movesLine_ = false;
};

} // namespace tvlt
