#include "widgets/columns/columns_view.h"

#include "core/analysis/analysis.h"
#include "widgets/columns/column_canvas.h"
#include "widgets/columns/column_header.h"
#include "widgets/state/view_state.h"
#include "widgets/style/spacing.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

#include <algorithm>

namespace tvlt {
namespace {

const std::vector<ColumnRow> kAnswers{ColumnRow::Masked, ColumnRow::Reconstruction, ColumnRow::Error};
const std::vector<ColumnRow> kWithOriginal{ColumnRow::Original, ColumnRow::Masked, ColumnRow::Reconstruction,
                                           ColumnRow::Error};
const std::vector<ColumnRow> kOriginalAlone{ColumnRow::Original, ColumnRow::Blank, ColumnRow::Blank};

} // namespace

ColumnsView::ColumnsView(ViewState& state, QWidget* parent)
    : QWidget(parent), state_(state), row_(new QHBoxLayout(this)), original_(makeColumn()) {
    setObjectName("columnsView");
    row_->setContentsMargins(kUnit, kUnit / 2, kUnit / 2, kUnit / 2);
    row_->setSpacing(kUnit / 2);
    row_->addWidget(original_.box, 1);
    original_.header->setRemovable(false);
    original_.canvas->setRows(kOriginalAlone);
    connect(&state_, &ViewState::displayChanged, this, &ColumnsView::refresh);
}

ColumnsView::Column ColumnsView::makeColumn() {
    Column column{new QWidget, new ColumnHeader, new ColumnCanvas(state_, zoom_)};
    auto* layout = new QVBoxLayout(column.box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kUnit / 2);
    layout->addWidget(column.header);
    layout->addWidget(column.canvas, 1);
    connect(column.canvas, &ColumnCanvas::seekRequested, this, &ColumnsView::seekRequested);
    return column;
}

void ColumnsView::setColumns(const std::optional<ColumnData>& original, const std::vector<ColumnData>& columns) {
    while (columns_.size() > columns.size()) {
        columns_.back().box->deleteLater();
        columns_.back().box->hide();
        columns_.pop_back();
    }
    while (columns_.size() < columns.size()) {
        const Column column = makeColumn();
        const int index = static_cast<int>(columns_.size());
        connect(column.header, &ColumnHeader::ratioChanged, this,
                [this, index](double ratio) { emit ratioChanged(index, ratio); });
        connect(column.header, &ColumnHeader::removeRequested, this, [this, index] { emit removeRequested(index); });
        row_->addWidget(column.box, 1);
        columns_.push_back(column);
    }
    originalData_ = original;
    data_ = columns;
    refresh();
}

void ColumnsView::refresh() {
    const ColumnScales scales = columnScales(data_, state_.display());
    const auto has = [this](auto part) {
        return std::any_of(data_.begin(), data_.end(), [&](const ColumnData& column) {
            return column.shown.features && part(*column.shown.features);
        });
    };
    const bool opened = has([](const ClipFeatures&) { return true; });
    const bool picture = !opened || has([](const ClipFeatures& f) { return !f.frames.empty(); });
    const bool sound = !opened || has([](const ClipFeatures& f) { return f.audio.has_value(); });
    original_.box->setVisible(originalData_.has_value());
    if (originalData_) {
        original_.header->setData(*originalData_);
        original_.canvas->setLegend(kAnswers);
        original_.canvas->setData(*originalData_, scales, picture, sound);
    }
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        columns_[i].header->setData(data_[i]);
        columns_[i].header->setRemovable(data_[i].ratio.has_value() && columns_.size() > 1);
        columns_[i].canvas->setRows(originalData_ ? kAnswers : kWithOriginal);
        // Without a first column of names each column names its own rows.
        columns_[i].canvas->setLegend(originalData_ ? std::vector<ColumnRow>() : kWithOriginal);
        columns_[i].canvas->setData(data_[i], scales, picture, sound);
    }
}

} // namespace tvlt
