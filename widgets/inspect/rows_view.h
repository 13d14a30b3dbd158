#pragma once

#include "widgets/inspect/inspect_data.h"
#include "widgets/inspect/time_view.h"

#include <vector>

namespace tvlt {

/// The four rows of one modality: what the clip holds, what the model sees, what it paints back, where it is wrong.
/// While the view state's brush paints, the left button draws strokes over patches instead of selecting.
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
    [[nodiscard]] QString rowName(Row row) const;
    /// The rectangle of a token's patch in `row`.
    [[nodiscard]] virtual QRectF patchArea(Row row, int token) const = 0;

  signals:
    void strokeBegan();
    /// The pointer went over these since the stroke began or the last of these signals.
    void strokePainted(const std::vector<tvlt::TokenRef>& touched);
    void strokeEnded();
    /// A person wants to know what can be done with this patch.
    void menuRequested(const tvlt::TokenRef& token, const QPoint& globalPosition);

  protected:
    [[nodiscard]] virtual Modality modality() const = 0;
    /// The analysis or the features have changed: make pictures of them.
    virtual void dataChanged() = 0;
    /// Whether this modality has a picture for the row.
    [[nodiscard]] virtual bool hasRow(Row row) const = 0;
    /// Paints one row inside its clip. Dimming, placeholder and name are the base's business.
    virtual void paintRow(QPainter& painter, Row row, const QRectF& rect) = 0;
    /// Paints beside a row: axis on the left, colour bar on the right.
    virtual void paintGutters(QPainter& painter, Row row, const QRectF& rect) = 0;
    /// A patch's own errors, for its tooltip; empty: none are known.
    [[nodiscard]] virtual QString patchErrors(int token) const = 0;
    /// What to say when the clip lacks this modality.
    [[nodiscard]] virtual QString absentText() const = 0;

    [[nodiscard]] const InspectData& data() const { return data_; }
    /// What a row's picture was made of: a dimmed analysis may be of an older segment.
    [[nodiscard]] const ClipFeatures& featuresOf(Row row) const;
    [[nodiscard]] std::optional<Row> rowAt(double y) const;
    /// Whether a row leaves blank what is not hidden: the errors beside a reconstruction whose visible patches are the
    /// clip's.
    [[nodiscard]] bool showsHiddenOnly(Row row) const;
    /// Opacity of the hatching on a row; 0 where it has none.
    [[nodiscard]] double hatchOpacity(Row row) const;
    void paintContent(QPainter& painter) override;
    void paintOverlay(QPainter& painter) override;
    /// The selected patch, if it is one of this row's and overlaps `area`.
    void paintSelection(QPainter& painter, Row row, const QRectF& area) const;
    void mousePressEvent(QMouseEvent*) override;
    void mouseMoveEvent(QMouseEvent*) override;
    void mouseReleaseEvent(QMouseEvent*) override;
    void contextMenuEvent(QContextMenuEvent*) override;
    bool event(QEvent*) override;

  private:
    /// Below the name of what comes from the model: which patches are its.
    void paintProvenance(QPainter& painter, Row row, const QRectF& rect);
    [[nodiscard]] std::optional<TokenRef> tokenAt(const QPointF& position) const;
    void paintTo(const QPointF& position);

    InspectData data_;
    DisplayOptions painted_;          ///< what dataChanged() was last called with
    std::optional<QPointF> strokeAt_; ///< where the stroke has come to
};

} // namespace tvlt
