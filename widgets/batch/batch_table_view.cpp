#include "widgets/batch/batch_table_view.h"

#include "widgets/batch/batch_model.h"
#include "widgets/style/spacing.h"

#include <QHeaderView>
#include <QMenu>
#include <QSignalBlocker>

namespace tvlt {
namespace {

constexpr int kThumbnail = 5 * kUnit;
constexpr int kClipWidth = 34 * kUnit;
constexpr int kLinesMeasured = 50; // for the widths of columns

} // namespace

BatchTableView::BatchTableView(QWidget* parent) : QTableView(parent), model_(new BatchModel(kThumbnail, this)) {
    setObjectName("batchTable");
    setAccessibleName(tr("Clips of the batch and their measures"));
    setModel(model_);
    setEditTriggers(NoEditTriggers);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setHorizontalScrollMode(ScrollPerPixel);
    setIconSize({kThumbnail * 4, kThumbnail});
    verticalHeader()->setVisible(false);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(kThumbnail + kUnit / 2);
    QHeaderView* header = horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsMovable(true);
    header->setResizeContentsPrecision(kLinesMeasured);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    header->setToolTip(tr("A click sorts; the right button chooses which measures are shown"));
    setSortingEnabled(true);
    sortByColumn(BatchModel::kClip, Qt::AscendingOrder);
    connect(header, &QHeaderView::customContextMenuRequested, this, &BatchTableView::chooseColumns);
    connect(this, &QTableView::activated, this, [this](const QModelIndex& index) {
        if (const int clip = clipOn(index.row()); clip >= 0)
            emit clipActivated(clip);
    });
}

void BatchTableView::setTable(const std::shared_ptr<const BatchTable>& table) {
    const auto& before = model_->table();
    const bool sameColumns = before && table && before->columns.size() == table->columns.size();
    const int chosen = chosen_;
    {
        const QSignalBlocker block(this);
        model_->setTable(table);
    }
    if (!sameColumns)
        showColumns();
    setChosen(table && chosen < int(table->clips.size()) ? chosen : -1);
}

void BatchTableView::showColumns() {
    for (int column = 1; column < model_->columnCount(); ++column)
        setColumnHidden(column, !model_->table()->columns[std::size_t(column - 1)].at.empty());
    resizeColumnsToContents();
    setColumnWidth(BatchModel::kClip, kClipWidth);
}

void BatchTableView::chooseColumns(const QPoint& position) {
    QMenu menu(this);
    for (int column = 1; column < model_->columnCount(); ++column) {
        QAction* action = menu.addAction(model_->headerData(column, Qt::Horizontal, Qt::ToolTipRole).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        connect(action, &QAction::toggled, this, [this, column](bool shown) { setColumnHidden(column, !shown); });
    }
    if (!menu.isEmpty())
        menu.exec(horizontalHeader()->mapToGlobal(position));
}

int BatchTableView::clipOn(int line) const {
    return model_->clipOn(line);
}

void BatchTableView::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTableView::currentChanged(current, previous);
    const int clip = clipOn(current.row());
    if (clip < 0 || clip == chosen_)
        return;
    chosen_ = clip;
    emit clipChosen(clip);
}

void BatchTableView::setChosen(int clip) {
    const QSignalBlocker block(this);
    chosen_ = clip;
    const int line = model_->lineOf(clip);
    if (line < 0)
        return clearSelection();
    setCurrentIndex(model_->index(line, BatchModel::kClip));
    scrollTo(currentIndex());
}

} // namespace tvlt
