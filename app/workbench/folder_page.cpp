#include "app/workbench/folder_page.h"

#include "app/workbench/to_path.h"
#include "app/workbench/workbench.h"
#include "core/analysis/analysis.h"
#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"
#include "core/dataset/data_spec.h"
#include "core/export/prediction_export.h"
#include "core/export/question_arguments.h"
#include "widgets/figure/prediction_figure.h"
#include "widgets/prediction/clip_scatter.h"
#include "widgets/prediction/ranking_table.h"
#include "widgets/style/elided_label.h"
#include "widgets/style/spacing.h"

#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace tvlt {
namespace {

constexpr int kRanked = 12;     // in the figure
constexpr int kFillEvery = 150; // milliseconds

std::vector<std::filesystem::path> clipsIn(const std::string& path) {
    const DataSpec spec = parseDataSpec(path, SearchFor::ClipsAndSounds);
    const auto* clips = std::get_if<ClipFiles>(&spec);
    if (!clips)
        throwUnsupported("is no folder of clips", path);
    return clips->files;
}

} // namespace

FolderPage::FolderPage(Workbench& workbench, QWidget* parent) : Workspace(parent), workbench_(workbench) {
    setObjectName("folder");
    setWindowTitle(tr("Folder"));
    setToolTip(tr("Other clips' sounds for this picture, other pictures for this sound, and clips that are alike"));
    table_ = new RankingTable;
    scatter_ = new ClipScatter;
    empty_ = new QLabel;
    empty_->setObjectName("folderEmpty");
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setWordWrap(true);
    auto* split = new QSplitter(Qt::Horizontal);
    split->setChildrenCollapsible(false);
    split->addWidget(table_);
    split->addWidget(scatter_);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    split->setSizes({72 * kUnit, 56 * kUnit});
    pages_ = new QStackedWidget;
    pages_->addWidget(empty_);
    pages_->addWidget(split);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kUnit, kUnit, kUnit, kUnit / 2);
    column->setSpacing(kUnit);
    column->addWidget(buildBar());
    column->addWidget(pages_, 1);

    soon_.setSingleShot(true);
    soon_.setInterval(kFillEvery);
    connect(&soon_, &QTimer::timeout, this, &FolderPage::refresh);
    connect(&workbench_, &Workbench::dataChanged, this, &FolderPage::refresh);
    connect(&run_, &Background::progressed, this,
            [this](double fraction, const QString& stage) { emit jobReported(kJob, fraction, stage); });
    connect(&run_, &Background::idle, this, [this] {
        emit jobFinished(kJob);
        refresh();
    });
    connect(table_, &RankingTable::clipChosen, this, qOverload<int>(&FolderPage::choose));
    connect(scatter_, &ClipScatter::clipChosen, this, qOverload<int>(&FolderPage::choose));
    connect(table_, &RankingTable::clipActivated, this, &FolderPage::openClip);
    connect(scatter_, &ClipScatter::clipActivated, this, &FolderPage::openClip);
}

QWidget* FolderPage::buildBar() {
    auto* bar = new QWidget;
    auto* line = new QHBoxLayout(bar);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(kUnit);
    choose_ = new QPushButton(tr("Choose a folder…"));
    choose_->setObjectName("chooseFolder");
    choose_->setToolTip(tr("All clips in it and below are asked about, each about its first seconds"));
    start_ = new QPushButton(tr("Run"));
    start_->setObjectName("runFolder");
    by_ = new QComboBox;
    by_->setObjectName("rankBy");
    by_->addItems({tr("Sounds for this picture"), tr("Pictures for this sound")});
    by_->setToolTip(tr("What the clips are ranked by"));
    by_->setAccessibleName(tr("Ranked by"));
    figure_ = new QComboBox;
    figure_->setObjectName("folderFigure");
    figure_->addItems({tr("Figure: ranking"), tr("Figure: scatter")});
    figure_->setToolTip(tr("Which of the two File ▸ Export figure… writes"));
    figure_->setAccessibleName(tr("What is exported"));
    state_ = new ElidedLabel;
    state_->setObjectName("folderState");
    for (QWidget* widget : {static_cast<QWidget*>(choose_), static_cast<QWidget*>(start_), static_cast<QWidget*>(by_),
                            static_cast<QWidget*>(figure_)})
        line->addWidget(widget);
    line->addWidget(state_, 1);
    connect(choose_, &QPushButton::clicked, this, qOverload<>(&FolderPage::choose));
    connect(start_, &QPushButton::clicked, this, [this] {
        if (run_.running())
            run_.cancel();
        else
            start();
    });
    connect(by_, &QComboBox::currentIndexChanged, this, &FolderPage::refresh);
    return bar;
}

void FolderPage::choose() {
    const QString path = QFileDialog::getExistingDirectory(this, tr("Choose a folder of clips"), path_);
    if (!path.isEmpty())
        openFolder(path);
}

void FolderPage::openFolder(const QString& path) {
    path_ = path;
    start();
}

void FolderPage::start() {
    const Request& request = workbench_.analyses().request();
    if (path_.isEmpty() || !request.checkpoint)
        return refresh();
    FolderQuestion question{request, workbench_.features(), true};
    if (!request.checkpoint->report.hasMatching)
        question.query.reset(); // states and classes alone
    auto folder = std::make_shared<Folder>();
    if (question.query)
        folder->query = question.query->clip.path.filename().string();
    folder->checkpoint = request.checkpoint->name;
    folder->label = request.checkpoint->report.label;
    if (request.classifier)
        folder->classifier = request.classifier->name;
    folder_ = std::move(folder);
    question_ = std::make_shared<const FolderQuestion>(question);
    emit jobReported(kJob, 0.0, tr("reading the folder"));
    run_.stream<Begun>(
        [question, path = path_.toStdString()](const Job& job, const auto& hand) {
            const auto files = clipsIn(path);
            hand({files.size(), std::nullopt});
            runFolder(question, files, job, [&](const FolderClip& clip) { hand({files.size(), clip}); });
        },
        [this](const Begun& item) { take(item); },
        [this](const Result<Done>& result) {
            if (!result)
                emit errorRaised(result.error(), kJob);
        });
    refresh();
}

void FolderPage::take(const Begun& item) {
    auto next = std::make_shared<Folder>(*folder_);
    next->planned = item.planned;
    if (item.clip)
        next->clips.push_back(*item.clip);
    folder_ = std::move(next);
    if (!soon_.isActive())
        soon_.start();
}

RankBy FolderPage::rankBy() const {
    return by_->currentIndex() == 0 ? RankBy::Sound : RankBy::Picture;
}

QString FolderPage::emptyText() const {
    if (run_.running())
        return tr("reading the folder…");
    if (!workbench_.checkpoints().checkpoint())
        return tr("No model is loaded: choose Model ▸ Open checkpoint…");
    if (path_.isEmpty())
        return tr("Choose a folder of clips. Each is asked whether its sound goes with the open clip's picture,\n"
                  "and its picture with the open clip's sound; clips that the model finds alike stand close together.");
    return tr("Run asks about the clips in %1.").arg(QDir::toNativeSeparators(path_));
}

QString FolderPage::stateText() const {
    if (!folder_ || folder_->planned == 0)
        return {};
    QStringList words;
    words << (run_.running() ? tr("%1 of %2 clips").arg(folder_->clips.size()).arg(folder_->planned)
              : folder_->clips.size() < folder_->planned
                  ? tr("stopped after %1 of %2 clips").arg(folder_->clips.size()).arg(folder_->planned)
                  : tr("clips: %1").arg(folder_->clips.size()));
    if (!folder_->query.empty()) {
        words << tr("asked with %1").arg(QString::fromStdString(folder_->query));
        const auto order = ranking(folder_->clips, rankBy());
        for (std::size_t rank = 0; rank < order.size(); ++rank)
            if (folder_->clips[order[rank]].isQuery)
                words << tr("which ranks %1").arg(rank + 1);
    }
    const auto& features = workbench_.features();
    if (!folder_->query.empty() && features && features->clip.path.filename().string() != folder_->query)
        words << tr("Run asks again with the clip that is open now");
    return words.join(QStringLiteral(", "));
}

void FolderPage::refresh() {
    if (!isVisible())
        return;
    start_->setText(run_.running() ? tr("Stop") : tr("Run"));
    start_->setEnabled(run_.running() || (!path_.isEmpty() && workbench_.checkpoints().checkpoint()));
    by_->setEnabled(!folder_ || !folder_->query.empty());
    const bool something = folder_ && !folder_->clips.empty();
    pages_->setCurrentIndex(something ? 1 : 0);
    empty_->setText(emptyText());
    table_->setFolder(folder_, rankBy());
    scatter_->setFolder(folder_);
    state_->setText(stateText());
    state_->setToolTip(state_->text());
}

void FolderPage::showEvent(QShowEvent* event) {
    Workspace::showEvent(event);
    refresh();
}

void FolderPage::choose(int clip) {
    table_->setChosen(clip);
    scatter_->setChosen(clip);
}

void FolderPage::openClip(int clip) {
    if (folder_ && clip >= 0 && clip < int(folder_->clips.size()))
        workbench_.clips().open({{folder_->clips[std::size_t(clip)].path}, {}});
}

void FolderPage::cancel(const QString& job) {
    if (job.isEmpty() || job == kJob)
        run_.cancel();
}

std::optional<PageFigure> FolderPage::figure() const {
    if (!folder_ || folder_->clips.size() < 2 || !question_)
        return {};
    const bool scatter = figure_->currentIndex() == 1 || !question_->query;
    const RankBy by = rankBy();
    PageFigure figure;
    const auto folder = std::make_shared<const Folder>(scatter ? scatterOf(*folder_) : rankingOf(*folder_));
    figure.lay = [folder, scatter, by](const FigureLook& look) {
        return (scatter ? scatterFigure(*folder, look) : rankingFigure(*folder, by, kRanked, look)).page();
    };
    figure.arrays = [folder] { return folderArrays(*folder); };
    figure.table = [folder] { return folderCsv(*folder); };
    figure.arguments = [question = question_, path = toPath(path_), scatter, by](RecipePaths paths) {
        const ClipFeatures none;
        const Request& request = question->request;
        const AskedModel model{question->query ? *question->query : none, request.checkpoint->report.path,
                               request.classifier ? request.classifier->report.path : std::string()};
        return scatter ? scatterArguments(model, {path}, paths)
                       : retrieveArguments(model, {path}, by == RankBy::Sound ? "sound" : "picture", kRanked, paths);
    };
    if (!scatter)
        figure.clip = question_->query->clip;
    figure.checkpoint = {question_->request.checkpoint->name, question_->request.checkpoint->report};
    return figure;
}

QString FolderPage::figureName() const {
    return figure_->currentIndex() == 1 ? QStringLiteral("scatter") : QStringLiteral("ranking");
}

QString FolderPage::figureAdvice() const {
    return run_.running() ? Workspace::figureAdvice() : tr("Choose a folder with two clips or more first.");
}

} // namespace tvlt
