#include "app/workbench/batch_workspace.h"

#include "app/workbench/to_path.h"
#include "core/batch/measure_export.h"
#include "core/export/question_arguments.h"
#include "widgets/batch/batch_plots.h"
#include "widgets/batch/batch_table_view.h"
#include "widgets/figure/batch_figure.h"
#include "widgets/style/elided_label.h"
#include "widgets/style/spacing.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace tvlt {

BatchWorkspace::BatchWorkspace(QWidget* parent) : Workspace(parent) {
    setObjectName("batch");
    setWindowTitle(tr("Batch"));
    setToolTip(tr("The clips of a batch side by side: their measures in a table, and how those are distributed"));
    view_ = new BatchTableView;
    plots_ = new BatchPlots;
    empty_ = new QLabel;
    empty_->setObjectName("batchEmpty");
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setWordWrap(true);
    auto* split = new QSplitter(Qt::Horizontal);
    split->setChildrenCollapsible(false);
    split->addWidget(view_);
    split->addWidget(plots_);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    split->setSizes({80 * kUnit, 56 * kUnit});
    pages_ = new QStackedWidget;
    pages_->addWidget(empty_);
    pages_->addWidget(split);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kUnit, kUnit, kUnit, kUnit / 2);
    column->setSpacing(kUnit);
    column->addWidget(buildBar());
    column->addWidget(pages_, 1);

    connect(&read_, &Background::progressed, this,
            [this](double fraction, const QString& stage) { emit jobReported(kJob, fraction, stage); });
    connect(&read_, &Background::idle, this, [this] {
        emit jobFinished(kJob);
        refresh();
    });
    connect(view_, &BatchTableView::clipChosen, this, &BatchWorkspace::choose);
    connect(plots_, &BatchPlots::clipChosen, this, &BatchWorkspace::choose);
    connect(view_, &BatchTableView::clipActivated, this, &BatchWorkspace::openClip);
    connect(plots_, &BatchPlots::clipActivated, this, &BatchWorkspace::openClip);
    refresh();
}

QWidget* BatchWorkspace::buildBar() {
    auto* bar = new QWidget;
    auto* line = new QHBoxLayout(bar);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(kUnit);
    auto* choose = new QPushButton(tr("Open a batch…"));
    choose->setObjectName("chooseBatch");
    choose->setToolTip(tr("The folder that tvlt batch wrote"));
    reload_ = new QPushButton(tr("Read again"));
    reload_->setObjectName("reloadBatch");
    reload_->setToolTip(tr("What a batch that still runs has finished meanwhile"));
    line->addWidget(choose);
    line->addWidget(reload_);
    state_ = new ElidedLabel;
    state_->setObjectName("batchState");
    line->addWidget(state_, 1);
    across_ = addMeasureBox("batchAcross", tr("Across"), *line);
    up_ = addMeasureBox("batchUp", tr("Up"), *line);
    connect(choose, &QPushButton::clicked, this, &BatchWorkspace::chooseFolder);
    connect(reload_, &QPushButton::clicked, this, &BatchWorkspace::reload);
    return bar;
}

QComboBox* BatchWorkspace::addMeasureBox(const char* name, const QString& label, QLayout& line) {
    auto* box = new QComboBox;
    box->setObjectName(name);
    box->setAccessibleName(label);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    box->setMinimumContentsLength(20);
    auto* caption = new QLabel(label);
    caption->setBuddy(box);
    line.addWidget(caption);
    line.addWidget(box);
    connect(box, &QComboBox::currentIndexChanged, this, &BatchWorkspace::showPlots);
    return box;
}

void BatchWorkspace::chooseFolder() {
    const QString path = QFileDialog::getExistingDirectory(this, tr("Open a batch"), path_);
    if (!path.isEmpty())
        openFolder(path);
}

void BatchWorkspace::openFolder(const QString& path) {
    path_ = path;
    take(nullptr);
    emit folderOpened();
    reload();
}

void BatchWorkspace::reload() {
    emit jobReported(kJob, 0.0, tr("reading the batch"));
    read_.start([path = toPath(path_)](
                    const Job& job) { return std::make_shared<const BatchTable>(readBatchTable(path, job)); },
                [this](Result<std::shared_ptr<const BatchTable>> table) {
                    if (table)
                        take(*table);
                    else
                        emit errorRaised(table.error(), kJob);
                });
    refresh();
}

void BatchWorkspace::take(std::shared_ptr<const BatchTable> table) {
    table_ = std::move(table);
    view_->setTable(table_);
    fillMeasures();
    showPlots();
    refresh();
}

void BatchWorkspace::fillMeasures() {
    QStringList titles;
    if (table_)
        for (const BatchColumn& column : table_->columns)
            titles << QString::fromStdString(columnTitle(column));
    int standard = 0;
    for (QComboBox* box : {across_, up_}) {
        const QSignalBlocker block(box);
        const QString before = box->currentText();
        box->clear();
        box->addItems(titles);
        // The same as before where it is still there; at first two that say something of each other.
        const int kept = int(titles.indexOf(before));
        box->setCurrentIndex(kept >= 0 ? kept : std::min(standard, int(titles.size()) - 1));
        const auto other = std::find_if(titles.begin(), titles.end(),
                                        [](const QString& title) { return title.contains("audio loss"); });
        standard = other == titles.end() ? 1 : int(other - titles.begin());
    }
}

void BatchWorkspace::showPlots() {
    plots_->setTable(table_, across_->currentIndex(), up_->currentIndex());
}

QString BatchWorkspace::stateText() const {
    if (!table_)
        return {};
    const auto failed = std::count_if(table_->clips.begin(), table_->clips.end(),
                                      [](const BatchTable::Clip& clip) { return !clip.errors.empty(); });
    QStringList words{
        tr("%1: %2 of %3 clips").arg(QDir(path_).dirName()).arg(table_->clips.size()).arg(table_->planned)};
    if (failed > 0)
        words << tr("with errors: %1").arg(failed);
    if (!table_->missing.empty())
        words << QString::fromStdString(table_->missing);
    if (!table_->checkpoint.empty())
        words << tr("asked of %1").arg(QString::fromStdString(table_->checkpoint));
    if (!table_->label.empty())
        words << QString::fromStdString(table_->label);
    return words.join(QStringLiteral(", "));
}

void BatchWorkspace::refresh() {
    reload_->setEnabled(hasBatch());
    for (QComboBox* box : {across_, up_})
        box->setEnabled(box->count() > 0);
    empty_->setText(read_.running() ? tr("reading the batch…")
                                    : tr("Open the folder that tvlt batch wrote: a line for each clip, and plots of "
                                         "their measures.\nA double click opens a clip as it was asked about."));
    pages_->setCurrentIndex(table_ ? 1 : 0);
    state_->setText(stateText());
    state_->setToolTip(state_->text());
}

void BatchWorkspace::choose(int clip) {
    view_->setChosen(clip);
    plots_->setChosen(clip);
}

void BatchWorkspace::openClip(int clip) {
    if (!table_ || clip < 0 || clip >= int(table_->clips.size()))
        return;
    const auto session = guard([&] { return batchSession(*table_, table_->clips[std::size_t(clip)]); });
    if (session)
        emit clipRequested(*session, QString::fromStdString(batchClassifier(*table_)));
    else
        emit errorRaised(session.error(), kJob);
}

void BatchWorkspace::cancel(const QString& job) {
    if (job.isEmpty() || job == kJob)
        read_.cancel();
}

std::optional<PageFigure> BatchWorkspace::figure() const {
    if (!table_ || across_->currentIndex() < 0 || up_->currentIndex() < 0)
        return {};
    const auto across = std::size_t(across_->currentIndex()), up = std::size_t(up_->currentIndex());
    PageFigure figure;
    figure.lay = [table = table_, across, up](const FigureLook& look) {
        return batchFigure(*table, across, up, look).page();
    };
    figure.arrays = [table = table_, across, up] { return measureArrays(*table, {across, up}); };
    figure.table = [table = table_, across, up] { return measuresCsv(*table, {across, up}); };
    figure.arguments = [table = table_, path = toPath(path_), across, up](RecipePaths paths) {
        return plotArguments({path}, columnKey(table->columns[across]), columnKey(table->columns[up]), paths);
    };
    figure.checkpoint.name = table_->checkpoint;
    figure.checkpoint.report.label = table_->label;
    return figure;
}

QString BatchWorkspace::figureAdvice() const {
    return tr("Open a batch with two clips or more first.");
}

} // namespace tvlt
