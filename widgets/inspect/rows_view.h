#pragma once

#include "widgets/inspect/inspect_data.h"
#include "widgets/inspect/time_view.h"

#include <array>

namespace tvlt {

/// The four rows of one modality: what the clip holds, what the model sees, what it paints back, where it is wrong.
class RowsView : public TimeView {
    Q_OBJECT

  public:
    enum Row { Original, Masked, Reconstruction, Error };
    static constexpr int kRowCount = 4;

    RowsView(ViewState& state, QWidget* parent);
    void setData(const InspectData& shown);
    /// The clip lacks this modality: one line says so.
    [[nodiscard]] bool absent() const { return data_.features && !hasRow(Original); }
    /// The plot area of a row, between the gutters; without height where there is nothing to show.
    [[nodiscard]] QRectF rowRect(Row row) const;
    [[nodiscard]] static QString rowName(Row row);

  protected:
    /// The analysis or the features have changed: make pictures of them.
    virtual void dataChanged() = 0;
    /// Whether this modality has a picture for the row.
    [[nodiscard]] virtual bool hasRow(Row row) const = 0;
    /// Paints one row inside its clip. Dimming, placeholder and name are the base's business.
    virtual void paintRow(QPainter& painter, Row row, const QRectF& rect) = 0;
    /// Paints beside a row: axis on the left, colour bar on the right.
    virtual void paintGutters(QPainter& painter, Row row, const QRectF& rect) = 0;
    /// What to say when the clip lacks this modality.
    [[nodiscard]] virtual QString absentText() const = 0;

    [[nodiscard]] const InspectData& data() const { return data_; }
    /// What a row's picture was made of: a dimmed analysis may be of an older segment.
    [[nodiscard]] const ClipFeatures& featuresOf(Row row) const;
    [[nodiscard]] std::optional<Row> rowAt(double y) const;
    /// Opacity of the hatching on a row; 0 where it has none.
    [[nodiscard]] double hatchOpacity(Row row) const;
    void paintContent(QPainter& painter) override;

  private:
    InspectData data_;
};

} // namespace tvlt
