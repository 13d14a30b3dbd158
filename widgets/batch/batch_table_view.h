#pragma once

#include "core/batch/batch_table.h"

#include <QTableView>

#include <memory>

namespace tvlt {

class BatchModel;

/// A batch as a table: a click on a header sorts, its context menu says which measures are shown. Those that were taken
/// at many places of each clip, as a sweep's, are hidden at first: they are many.
class BatchTableView : public QTableView {
    Q_OBJECT

  public:
    explicit BatchTableView(QWidget* parent = nullptr);
    /// Null clears. The chosen clip stays chosen.
    void setTable(const std::shared_ptr<const BatchTable>& table);
    /// An index into BatchTable::clips, or -1. Emits nothing.
    void setChosen(int clip);
    [[nodiscard]] int clipOn(int line) const;

  signals:
    void clipChosen(int clip);
    void clipActivated(int clip);

  protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

  private:
    void chooseColumns(const QPoint& position);
    void showColumns();

    BatchModel* model_;
    int chosen_ = -1;
};

} // namespace tvlt
