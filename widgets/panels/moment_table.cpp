#include "widgets/panels/moment_table.h"

#include "core/analysis/metrics.h"
#include "widgets/panels/number_text.h"
#include "widgets/style/spacing.h"

#include <QHeaderView>
#include <QSignalBlocker>

#include <algorithm>

namespace tvlt {
namespace {

constexpr int kMostLines = 12; // shown at once; more can be scrolled to

} // namespace

MomentTable::MomentTable(QWidget* parent) : QTableWidget(parent) {
    setObjectName("momentTable");
    setEditTriggers(NoEditTriggers);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setFrameShape(QFrame::NoFrame);
    setShowGrid(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    verticalHeader()->setVisible(false);
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + kUnit / 2);
    horizontalHeader()->setHighlightSections(false);
    setToolTip(tr("Choose a line to go to its time"));
    connect(this, &QTableWidget::currentCellChanged, this, [this](int row) {
        if (row >= 0 && row < int(starts_.size()))
            emit timeChosen(starts_[std::size_t(row)]);
    });
}

void MomentTable::setFrames(const std::vector<MomentMetrics>& frames) {
    setAccessibleName(tr("Errors by frame"));
    fill(frames, true);
}

void MomentTable::setSeconds(const std::vector<MomentMetrics>& seconds) {
    setAccessibleName(tr("Errors by second"));
    fill(seconds, false);
}

void MomentTable::fill(const std::vector<MomentMetrics>& moments, bool pixel) {
    const QSignalBlocker block(this);
    QStringList titles{tr("Time"), tr("Hidden"), tr("MSE,\nmasked"), tr("MSE,\nvisible")};
    titles << (pixel ? QStringList{tr("PSNR,\nmasked"), tr("SSIM,\nmasked")}
                     : QStringList{tr("dB error,\nmasked"), tr("dB error,\nvisible")});
    setColumnCount(int(titles.size()));
    setHorizontalHeaderLabels(titles);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    setRowCount(int(moments.size()));
    starts_.clear();
    for (int row = 0; row < rowCount(); ++row) {
        const MomentMetrics& moment = moments[std::size_t(row)];
        const ErrorStats& masked = moment.metrics.masked;
        const ErrorStats& visible = moment.metrics.visible;
        starts_.push_back(moment.start);
        const int patches = masked.patches + visible.patches;
        QStringList cells{QString::number(moment.start, 'f', 2),
                          patches > 0 ? tr("%1 %").arg(100.0 * masked.patches / patches, 0, 'f', 0)
                                      : QStringLiteral("–"),
                          numberText(masked.mse, 4), numberText(visible.mse, 4)};
        cells << (pixel ? QStringList{numberText(masked.psnr, 1), numberText(masked.ssim, 3)}
                        : QStringList{numberText(masked.maeDb, 1), numberText(visible.maeDb, 1)});
        for (int column = 0; column < int(cells.size()); ++column) {
            auto* item = new QTableWidgetItem(cells[column]);
            item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            setItem(row, column, item);
        }
    }
    setFixedHeight(horizontalHeader()->sizeHint().height() +
                   std::min(rowCount(), kMostLines) * verticalHeader()->defaultSectionSize() + 2);
}

void MomentTable::showTime(double time) {
    const auto after = std::upper_bound(starts_.begin(), starts_.end(), time + 1e-6);
    const QSignalBlocker block(this);
    if (after == starts_.begin())
        clearSelection();
    else
        setCurrentCell(int(after - starts_.begin()) - 1, 0);
}

} // namespace tvlt
