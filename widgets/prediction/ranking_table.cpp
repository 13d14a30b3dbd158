#include "widgets/prediction/ranking_table.h"

#include "core/prediction/matching.h"
#include "widgets/figure/image_convert.h"
#include "widgets/style/spacing.h"

#include <QHeaderView>
#include <QSignalBlocker>

#include <algorithm>

namespace tvlt {
namespace {

QString probabilityText(double logit) {
    const double probability = logistic(logit);
    return probability < 0.0005 ? RankingTable::tr("< 0.001") : QString::number(probability, 'f', 3);
}

enum Column { Rank, Clip, Logit, Probability, Class, Columns };

constexpr int kThumbnail = 5 * kUnit;

} // namespace

RankingTable::RankingTable(QWidget* parent) : QTableWidget(parent) {
    setObjectName("rankingTable");
    setAccessibleName(tr("Clips of the folder, the best match first"));
    setColumnCount(Columns);
    setHorizontalHeaderLabels({tr("Rank"), tr("Clip"), tr("Logit"), tr("Probability"), tr("Class")});
    setEditTriggers(NoEditTriggers);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setIconSize({kThumbnail * 16 / 9, kThumbnail});
    verticalHeader()->setVisible(false);
    verticalHeader()->setDefaultSectionSize(kThumbnail + kUnit / 2);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    horizontalHeader()->setSectionResizeMode(Clip, QHeaderView::Stretch);
    connect(this, &QTableWidget::currentCellChanged, this, [this](int line) {
        const int clip = clipOn(line);
        if (clip >= 0 && clip != chosen_) {
            chosen_ = clip;
            emit clipChosen(clip);
        }
    });
    connect(this, &QTableWidget::cellActivated, this, [this](int line) {
        if (const int clip = clipOn(line); clip >= 0)
            emit clipActivated(clip);
    });
}

int RankingTable::clipOn(int line) const {
    return line >= 0 && line < int(clips_.size()) ? clips_[std::size_t(line)] : -1;
}

void RankingTable::setFolder(const std::shared_ptr<const Folder>& folder, RankBy by) {
    const QSignalBlocker block(this);
    clips_.clear();
    if (folder) {
        for (const std::size_t clip : ranking(folder->clips, by))
            clips_.push_back(int(clip));
        for (int clip = 0; clip < int(folder->clips.size()); ++clip)
            if (!rankLogit(folder->clips[std::size_t(clip)], by))
                clips_.push_back(clip);
    }
    setRowCount(int(clips_.size()));
    for (int line = 0; line < int(clips_.size()); ++line)
        fillLine(line, folder->clips[std::size_t(clips_[std::size_t(line)])], by, line + 1);
    if (chosen_ >= 0 && (!folder || chosen_ >= int(folder->clips.size())))
        chosen_ = -1;
    setChosen(chosen_);
}

void RankingTable::fillLine(int line, const FolderClip& clip, RankBy by, int rank) {
    const auto put = [&](int column, const QString& text, Qt::Alignment alignment = Qt::AlignRight) {
        auto* item = new QTableWidgetItem(text);
        item->setTextAlignment(alignment | Qt::AlignVCenter);
        setItem(line, column, item);
        return item;
    };
    const auto logit = rankLogit(clip, by);
    put(Rank, logit ? QString::number(rank) : QStringLiteral("–"));
    QString name = QString::fromStdString(clip.path.filename().string());
    if (clip.isQuery)
        name = tr("▸ %1 (the query)").arg(name);
    if (!clip.error.empty())
        name += QStringLiteral("\n⚠ ") + QString::fromStdString(clip.error);
    else if (!logit)
        name += QLatin1Char('\n') + (by == RankBy::Sound ? tr("has no sound") : tr("has no picture"));
    QTableWidgetItem* file = put(Clip, name, Qt::AlignLeft);
    file->setToolTip(clip.error.empty()
                         ? tr("%1\nDouble-click to open it").arg(QString::fromStdString(clip.path.string()))
                         : QString::fromStdString(clip.error));
    if (clip.thumbnail)
        file->setIcon(QIcon(QPixmap::fromImage(toQImage(*clip.thumbnail))
                                .scaled(iconSize(), Qt::KeepAspectRatio, Qt::SmoothTransformation)));
    if (clip.isQuery) {
        QFont bold = font();
        bold.setBold(true);
        file->setFont(bold);
    }
    put(Logit, logit ? QString::number(*logit, 'f', 2) : QString());
    put(Probability, logit ? probabilityText(*logit) : QString());
    const ClassScore* best = likeliestClass(clip.classes);
    put(Class, best ? QString::fromStdString(best->label) : QString(), Qt::AlignLeft);
}

void RankingTable::setChosen(int clip) {
    const QSignalBlocker block(this);
    chosen_ = clip;
    const auto found = std::find(clips_.begin(), clips_.end(), clip);
    if (found == clips_.end())
        return clearSelection();
    setCurrentCell(int(found - clips_.begin()), Clip);
    scrollToItem(item(int(found - clips_.begin()), Clip));
}

} // namespace tvlt
