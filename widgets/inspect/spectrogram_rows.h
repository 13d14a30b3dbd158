#pragma once

#include "widgets/figure/color_map.h"
#include "widgets/figure/mel_axis.h"
#include "widgets/inspect/rows_view.h"

#include <QImage>

namespace tvlt {

struct Grid;

/// The mel spectrogram in the model: columns centred on their times, Hz on a mel axis, dB.
class SpectrogramRows : public RowsView {
    Q_OBJECT

  public:
    explicit SpectrogramRows(ViewState& state, QWidget* parent = nullptr);

    [[nodiscard]] QRectF patchArea(Row row, int token) const override;

  protected:
    [[nodiscard]] Modality modality() const override { return Modality::Audio; }
    void dataChanged() override;
    [[nodiscard]] bool hasRow(Row row) const override;
    void paintRow(QPainter& painter, Row row, const QRectF& rect) override;
    void paintGutters(QPainter& painter, Row row, const QRectF& rect) override;
    [[nodiscard]] QString absentText() const override;
    [[nodiscard]] QString patchErrors(int token) const override;
    [[nodiscard]] std::optional<Hover> hoverAt(const QPointF& position) const override;

  private:
    [[nodiscard]] const QImage& picture(Row row) const;
    [[nodiscard]] const Grid& values(Row row) const;
    /// Clip time at the left edge of column `column`: a column's centre is its time.
    [[nodiscard]] double edgeTime(Row row, int column) const;
    void paintPatches(QPainter& painter, Row row, const QRectF& rect) const;

    QImage original_;
    QImage raw_;
    QImage pasted_;
    QImage error_;
    ColorScale errorScale_;
    MelAxis axis_;
};

} // namespace tvlt
