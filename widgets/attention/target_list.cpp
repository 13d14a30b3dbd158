#include "widgets/attention/target_list.h"

#include "core/analysis/analysis.h"
#include "core/attention/targets.h"
#include "widgets/figure/mel_axis.h"
#include "widgets/style/spacing.h"

#include <QHeaderView>
#include <QSignalBlocker>
#include <QTableWidget>

#include <algorithm>

namespace tvlt {
namespace {

constexpr int kListed = 50;

QTableWidget* makeTable(const char* name, const QString& called, const QStringList& titles) {
    auto* table = new QTableWidget;
    table->setObjectName(name);
    table->setAccessibleName(called);
    table->setColumnCount(int(titles.size()));
    table->setHorizontalHeaderLabels(titles);
    table->setEditTriggers(QTableWidget::NoEditTriggers);
    table->setSelectionBehavior(QTableWidget::SelectRows);
    table->setSelectionMode(QTableWidget::SingleSelection);
    table->setFrameShape(QFrame::NoFrame);
    table->setShowGrid(false);
    table->verticalHeader()->setVisible(false);
    table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() + kUnit / 2);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table->horizontalHeader()->setStretchLastSection(true);
    return table;
}

void setLine(QTableWidget* table, int line, const QStringList& cells) {
    for (int column = 0; column < int(cells.size()); ++column) {
        auto* item = new QTableWidgetItem(cells[column]);
        item->setTextAlignment((column == 0 ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
        table->setItem(line, column, item);
    }
}

QString number(double value) {
    return QString::number(value, 'g', 3);
}

} // namespace

TargetList::TargetList(QWidget* parent) : QTabWidget(parent) {
    setObjectName("targetList");
    setDocumentMode(true);
    largest_ = makeTable("largestTargets", tr("Largest targets"), {tr("Patch"), tr("Value"), tr("Time, s"), tr("Hz")});
    sums_ = makeTable("momentSums", tr("Sums by frame and second"), {tr("Moment"), tr("Sum"), tr("Time, s")});
    bands_ = makeTable("bandSums", tr("Sums by mel band"), {tr("Band"), tr("Sum"), tr("Hz")});
    addTab(largest_, tr("Largest"));
    addTab(sums_, tr("By time"));
    addTab(bands_, tr("By band"));
    largest_->setToolTip(tr("Choose a line to ask about its patch"));
    sums_->setToolTip(tr("Choose a line to go to its time"));
    connect(largest_, &QTableWidget::cellClicked, this, [this](int line) {
        if (const auto& token = tokens_[std::size_t(line)])
            emit tokenChosen(*token);
    });
    connect(largest_, &QTableWidget::cellActivated, this, [this](int line) {
        if (const auto& token = tokens_[std::size_t(line)])
            emit tokenChosen(*token);
    });
    connect(sums_, &QTableWidget::cellClicked, this, [this](int line) {
        if (line < int(times_.size()))
            emit timeChosen(times_[std::size_t(line)]);
    });
}

void TargetList::setMap(const std::shared_ptr<const TokenMap>& map) {
    map_ = map && !map->components ? map : nullptr;
    const QSignalBlocker block(this);
    fillLargest();
    fillSums();
    const bool sums = map_ && addsUp(map_->question.quantity);
    setTabEnabled(1, sums);
    setTabEnabled(2, sums && map_->features->audio);
    const QString why = map_ && !sums ? tr("These values do not add up: there are no sums of them") : QString();
    setTabToolTip(1, why);
    setTabToolTip(2, why);
}

void TargetList::fillLargest() {
    tokens_.clear();
    largest_->setRowCount(0);
    if (!map_)
        return;
    const ClipFeatures& features = *map_->features;
    const auto targets = topTokens(*map_, kListed);
    largest_->setRowCount(int(targets.size()));
    for (int line = 0; line < int(targets.size()); ++line) {
        const TokenTarget& target = targets[std::size_t(line)];
        tokens_.push_back(target.token);
        QStringList cells{tr("cls"), number(target.value)};
        if (target.token) {
            const PatchPlace place = patchPlace(features, *target.token);
            if (place.pixel)
                cells = {tr("frame %1: %2, %3")
                             .arg(place.pixel->frame + 1)
                             .arg(place.pixel->row + 1)
                             .arg(place.pixel->col + 1),
                         number(target.value), QString::number(place.seconds, 'f', 2), QString()};
            else
                cells = {tr("sound %1: %2").arg(place.audio->step + 1).arg(place.audio->band + 1), number(target.value),
                         QString::number(place.seconds, 'f', 2),
                         tr("%1–%2").arg(place.lowHz, 0, 'f', 0).arg(place.highHz, 0, 'f', 0)};
        }
        setLine(largest_, line, cells);
        // Here people count from 1; tvlt and the model's files from 0.
        for (int column = 0; column < int(cells.size()); ++column)
            largest_->item(line, column)
                ->setToolTip(
                    tr("For tvlt: --token %1").arg(QString::fromStdString(tokenName(features.layout, target.token))));
    }
}

void TargetList::fillSums() {
    times_.clear();
    sums_->setRowCount(0);
    bands_->setRowCount(0);
    if (!map_ || !addsUp(map_->question.quantity))
        return;
    const ClipFeatures& features = *map_->features;
    const WeightGroups groups = groupWeights(map_->values, features);
    std::vector<QStringList> lines;
    for (std::size_t frame = 0; frame < groups.frames.size(); ++frame) {
        times_.push_back(frame < features.frameTimes.size() ? features.frameTimes[frame] : features.segment.start);
        lines.push_back(
            {tr("frame %1").arg(frame + 1), number(groups.frames[frame]), QString::number(times_.back(), 'f', 2)});
    }
    for (std::size_t second = 0; second < groups.seconds.size(); ++second) {
        times_.push_back(features.segment.start + double(second));
        lines.push_back(
            {tr("second %1").arg(second + 1), number(groups.seconds[second]), QString::number(times_.back(), 'f', 2)});
    }
    const std::vector<std::pair<QString, double>> wholes{{tr("all video"), groups.video},
                                                         {tr("all sound"), groups.audio},
                                                         {tr("cls"), groups.cls},
                                                         {tr("padding"), groups.padding}};
    for (const auto& [name, sum] : wholes)
        lines.push_back({name, number(sum), QString()});
    sums_->setRowCount(int(lines.size()));
    for (int line = 0; line < int(lines.size()); ++line)
        setLine(sums_, line, lines[std::size_t(line)]);
    bands_->setRowCount(int(groups.bands.size()));
    for (int band = 0; band < int(groups.bands.size()); ++band) {
        const PatchPlace place = patchPlace(features, {Modality::Audio, features.layout.audioToken({0, band})});
        setLine(bands_, band,
                {tr("band %1").arg(band + 1), number(groups.bands[std::size_t(band)]),
                 tr("%1–%2").arg(place.lowHz, 0, 'f', 0).arg(place.highHz, 0, 'f', 0)});
    }
}

} // namespace tvlt
