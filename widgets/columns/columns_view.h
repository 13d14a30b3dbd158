#pragma once

#include "widgets/columns/column_data.h"
#include "widgets/columns/picture_zoom.h"

#include <QWidget>

#include <vector>

class QHBoxLayout;

namespace tvlt {

class ColumnCanvas;
class ColumnHeader;
class ViewState;

/// Columns side by side, rows aligned, one zoom and one cursor through all. What all columns share (the clip's own
/// frame and spectrogram, when only the mask differs) stands in a first column of its own.
class ColumnsView : public QWidget {
    Q_OBJECT

  public:
    explicit ColumnsView(ViewState& state, QWidget* parent = nullptr);

    /// `original`: the clip that all columns are of; none: each column shows its own.
    void setColumns(const std::optional<ColumnData>& original, const std::vector<ColumnData>& columns);
    [[nodiscard]] std::size_t count() const { return columns_.size(); }

  signals:
    void seekRequested(double seconds);
    void ratioChanged(int column, double ratio);
    void removeRequested(int column);

  private:
    struct Column {
        QWidget* box;
        ColumnHeader* header;
        ColumnCanvas* canvas;
    };
    Column makeColumn();
    void refresh();

    ViewState& state_;
    PictureZoom zoom_;
    QHBoxLayout* row_;
    Column original_;
    std::vector<Column> columns_;
    std::optional<ColumnData> originalData_;
    std::vector<ColumnData> data_;
};

} // namespace tvlt
