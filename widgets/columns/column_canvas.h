#pragma once

#include "widgets/columns/column_data.h"
#include "widgets/figure/mel_axis.h"
#include "widgets/state/time_scale.h"
#include "widgets/style/painted_content.h"

#include <QImage>
#include <QWidget>

#include <array>

namespace tvlt {

class PictureZoom;
class ViewState;

/// The pictures of one column: the frame at the cursor, row by row, and below it the spectrogram, row by row, on the
/// shared time range. Canvases of the same height with the same number of rows line up. Wheel zooms: time over a
/// spectrogram, the picture over a frame, in all columns alike; the middle button (or the left one over a zoomed frame)
/// pans, a click chooses the patch, a click on sound also moves the cursor, a double click shows the whole.
class ColumnCanvas : public QWidget {
    Q_OBJECT

  public:
    ColumnCanvas(ViewState& state, PictureZoom& zoom, QWidget* parent = nullptr);

    void setRows(const std::vector<ColumnRow>& rows);
    /// Names of the rows that neighbours show are written along this column's right edge, and the scales' bars.
    void setLegend(const std::vector<ColumnRow>& rows);
    /// `withSound`, `withPicture`: whether any column has such rows, so that all make room for them.
    void setData(const ColumnData& column, const ColumnScales& scales, bool withPicture, bool withSound);

    /// Where row `row` of the frame or of the spectrogram lies; empty where there is none.
    [[nodiscard]] QRectF frameSlot(int row) const;
    [[nodiscard]] QRectF soundSlot(int row) const;
    /// Where the whole frame would lie: parts may be outside of the slot.
    [[nodiscard]] QRectF framePlace(int row) const;

  signals:
    void seekRequested(double seconds);

  protected:
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
    /// What a position lies on.
    struct Place {
        int row = -1;
        bool sound = false;
        QPointF share; ///< of the picture, from its top left corner
    };
    void invalidate();
    void makePictures();
    void followTime();
    void seek(double x);
    void paintContent(QPainter& painter);
    void paintFrame(QPainter& painter, int row);
    void paintSound(QPainter& painter, int row);
    void paintLegend(QPainter& painter);
    [[nodiscard]] bool showsHiddenOnly(ColumnRow row) const;
    void paintPlaceholder(QPainter& painter, const QRectF& slot, const QString& text);
    [[nodiscard]] int shownFrame() const;
    [[nodiscard]] const QImage& picture(ColumnRow row, bool sound) const;
    [[nodiscard]] Segment soundExtent() const;
    [[nodiscard]] TimeScale scale(const QRectF& slot) const;
    [[nodiscard]] std::optional<Place> placeAt(const QPointF& position) const;
    [[nodiscard]] std::optional<TokenRef> tokenAt(const Place& place) const;
    [[nodiscard]] double opacity() const;
    [[nodiscard]] double legendWidth() const;

    ViewState& state_;
    PictureZoom& zoom_;
    std::vector<ColumnRow> rows_{ColumnRow::Masked, ColumnRow::Reconstruction, ColumnRow::Error};
    std::vector<ColumnRow> legend_;
    ColumnData column_;
    ColumnScales scales_;
    bool withPicture_ = true;
    bool withSound_ = true;
    int frame_ = -1;                      ///< of which the pictures are
    std::array<QImage, 5> framePictures_; ///< by ColumnRow
    std::array<QImage, 5> soundPictures_;
    PaintedContent content_;
    std::optional<QPointF> dragFrom_;
    bool dragged_ = false;
};

} // namespace tvlt
