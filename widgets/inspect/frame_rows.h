#pragma once

#include "widgets/figure/color_map.h"
#include "widgets/inspect/rows_view.h"

#include <QImage>

#include <vector>

namespace tvlt {

/// The frames in the model: each stands with its left edge at its time.
class FrameRows : public RowsView {
    Q_OBJECT

  public:
    explicit FrameRows(ViewState& state, QWidget* parent = nullptr);

    /// Where frame `frame` is painted in `row`; it shrinks when the next one would overlap it.
    [[nodiscard]] QRectF frameRect(Row row, int frame) const;
    [[nodiscard]] QRectF patchArea(Row row, int token) const override;
    /// The height at which frames fill the time between them when the whole segment is shown in `width` pixels.
    [[nodiscard]] int fullHeight(int width) const;

  protected:
    [[nodiscard]] Modality modality() const override { return Modality::Pixel; }
    void dataChanged() override;
    [[nodiscard]] bool hasRow(Row row) const override;
    void paintRow(QPainter& painter, Row row, const QRectF& rect) override;
    void paintGutters(QPainter& painter, Row row, const QRectF& rect) override;
    [[nodiscard]] QString absentText() const override;
    [[nodiscard]] QString patchErrors(int token) const override;
    [[nodiscard]] std::optional<Hover> hoverAt(const QPointF& position) const override;

  private:
    [[nodiscard]] const std::vector<QImage>& pictures(Row row) const;
    [[nodiscard]] QString valueAt(Row row, int frame, int x, int y) const;

    std::vector<QImage> original_;
    std::vector<QImage> raw_;
    std::vector<QImage> pasted_;
    std::vector<QImage> error_;
    ColorScale errorScale_;
};

} // namespace tvlt
