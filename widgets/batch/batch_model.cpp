#include "widgets/batch/batch_model.h"

#include "widgets/figure/image_convert.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace tvlt {
namespace {

constexpr int kDigits = 5;

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

QString joined(const std::vector<std::string>& lines) {
    QStringList list;
    for (const std::string& line : lines)
        list << text(line);
    return list.join(QLatin1Char('\n'));
}

} // namespace

BatchModel::BatchModel(int thumbnailHeight, QObject* parent)
    : QAbstractTableModel(parent), thumbnailHeight_(thumbnailHeight) {}

void BatchModel::setTable(std::shared_ptr<const BatchTable> table) {
    beginResetModel();
    table_ = std::move(table);
    thumbnails_.clear();
    clips_.resize(table_ ? table_->clips.size() : 0);
    std::iota(clips_.begin(), clips_.end(), 0);
    if (sortedBy_ >= columnCount()) {
        sortedBy_ = kClip;
        order_ = Qt::AscendingOrder;
    }
    orderClips();
    endResetModel();
}

int BatchModel::clipOn(int line) const {
    return line >= 0 && line < int(clips_.size()) ? clips_[std::size_t(line)] : -1;
}

int BatchModel::lineOf(int clip) const {
    const auto found = std::find(clips_.begin(), clips_.end(), clip);
    return found == clips_.end() ? -1 : int(found - clips_.begin());
}

int BatchModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : int(clips_.size());
}

int BatchModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : 1 + (table_ ? int(table_->columns.size()) : 0);
}

QVariant BatchModel::data(const QModelIndex& index, int role) const {
    const int clip = clipOn(index.row());
    if (clip < 0 || index.column() >= columnCount())
        return {};
    if (index.column() == kClip)
        return clipData(table_->clips[std::size_t(clip)], role);
    return valueData(table_->columns[std::size_t(index.column() - 1)], std::size_t(clip), role);
}

QVariant BatchModel::clipData(const BatchTable::Clip& clip, int role) const {
    const QString errors = text(clip.errors);
    switch (role) {
    case Qt::DisplayRole: {
        const QString name = text(std::filesystem::path(clip.name).filename().string());
        return errors.isEmpty() ? name : name + QStringLiteral("\n⚠ ") + errors.section(QLatin1Char('\n'), 0, 0);
    }
    case Qt::DecorationRole: {
        if (clip.thumbnail.empty())
            return {};
        QPixmap& picture = thumbnails_[clip.number];
        if (picture.isNull())
            picture =
                QPixmap::fromImage(toQImage(clip.thumbnail)).scaledToHeight(thumbnailHeight_, Qt::SmoothTransformation);
        return picture;
    }
    case Qt::ToolTipRole: {
        QStringList lines{text(clip.path.string())};
        if (!errors.isEmpty())
            lines << errors;
        if (!clip.notes.empty())
            lines << joined(clip.notes);
        return lines.join(QLatin1Char('\n')) + QLatin1Char('\n') + tr("Double-click to open it");
    }
    default:
        return {};
    }
}

QVariant BatchModel::valueData(const BatchColumn& column, std::size_t clip, int role) const {
    const auto& value = column.values[clip];
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole || !value)
        return {};
    const QString number = QString::number(*value, 'g', kDigits);
    const std::string& place = column.places[clip];
    return place.empty() ? number : tr("%1  %2").arg(text(place), number);
}

QVariant BatchModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    if (section == kClip)
        return role == Qt::DisplayRole ? tr("Clip") : QVariant();
    const BatchColumn& column = table_->columns[std::size_t(section - 1)];
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole)
        return text(columnTitle(column));
    if (role != Qt::DisplayRole)
        return {};
    return text(column.measure).replace(QLatin1Char('_'), QLatin1Char(' ')) +
           (column.at.empty() ? QString() : tr(" at %1").arg(text(column.at)));
}

void BatchModel::sort(int column, Qt::SortOrder order) {
    if (column < 0 || column >= columnCount())
        return;
    emit layoutAboutToBeChanged();
    const QModelIndexList before = persistentIndexList();
    QList<int> kept;
    for (const QModelIndex& index : before)
        kept << clipOn(index.row());
    sortedBy_ = column;
    order_ = order;
    orderClips();
    QModelIndexList after;
    for (qsizetype i = 0; i < before.size(); ++i)
        after << index(lineOf(kept[i]), before[i].column());
    changePersistentIndexList(before, after);
    emit layoutChanged();
}

void BatchModel::orderClips() {
    std::sort(clips_.begin(), clips_.end());
    const bool down = order_ == Qt::DescendingOrder;
    if (sortedBy_ == kClip) {
        if (down)
            std::reverse(clips_.begin(), clips_.end());
        return;
    }
    const BatchColumn& column = table_->columns[std::size_t(sortedBy_ - 1)];
    const auto key = [&](int clip) {
        return std::pair<const std::string&, double>(column.places[std::size_t(clip)],
                                                     *column.values[std::size_t(clip)]);
    };
    const auto last = std::stable_partition(clips_.begin(), clips_.end(),
                                            [&](int clip) { return column.values[std::size_t(clip)].has_value(); });
    std::stable_sort(clips_.begin(), last, [&](int a, int b) { return down ? key(b) < key(a) : key(a) < key(b); });
}

} // namespace tvlt
