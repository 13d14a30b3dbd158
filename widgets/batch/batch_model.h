#pragma once

#include "core/batch/batch_table.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QPixmap>

#include <memory>
#include <vector>

namespace tvlt {

/// The lines of a batch for a view: first the clip with its picture and what was wrong with it, then its measures.
/// Sorted by any column; clips that lack the measure come last either way.
class BatchModel : public QAbstractTableModel {
    Q_OBJECT

  public:
    static constexpr int kClip = 0; ///< column of the clip itself; measure i is in column i + 1

    explicit BatchModel(int thumbnailHeight, QObject* parent = nullptr);
    /// Null clears. The order stays where the column is still there.
    void setTable(std::shared_ptr<const BatchTable> table);
    [[nodiscard]] const std::shared_ptr<const BatchTable>& table() const { return table_; }
    /// An index into BatchTable::clips, or -1.
    [[nodiscard]] int clipOn(int line) const;
    [[nodiscard]] int lineOf(int clip) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

  private:
    [[nodiscard]] QVariant clipData(const BatchTable::Clip& clip, int role) const;
    [[nodiscard]] QVariant valueData(const BatchColumn& column, std::size_t clip, int role) const;
    void orderClips();

    int thumbnailHeight_;
    std::shared_ptr<const BatchTable> table_;
    std::vector<int> clips_; ///< by line
    int sortedBy_ = kClip;
    Qt::SortOrder order_ = Qt::AscendingOrder;
    mutable QHash<qint64, QPixmap> thumbnails_; ///< of clips that were shown, by number
};

} // namespace tvlt
