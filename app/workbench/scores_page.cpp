#include "app/workbench/scores_page.h"

#include "app/workbench/to_path.h"
#include "app/workbench/workbench.h"
#include "core/analysis/analysis.h"
#include "core/export/prediction_export.h"
#include "core/export/question_arguments.h"
#include "widgets/figure/prediction_figure.h"
#include "widgets/panels/score_bars.h"
#include "widgets/prediction/sync_plot.h"
#include "widgets/style/spacing.h"

#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace tvlt {
namespace {

constexpr int kScoresWidth = 46 * kUnit;

QLabel* heading(const QString& text) {
    auto* label = new QLabel(text);
    QFont bold = label->font();
    bold.setBold(true);
    label->setFont(bold);
    return label;
}

QLabel* wrapped(const char* name, bool quiet) {
    auto* label = new QLabel;
    label->setObjectName(name);
    label->setWordWrap(true);
    if (quiet)
        label->setForegroundRole(QPalette::PlaceholderText);
    return label;
}

} // namespace

ScoresPage::ScoresPage(Workbench& workbench, QWidget* parent)
    : Workspace(parent), workbench_(workbench), sync_(workbench) {
    setObjectName("scores");
    setWindowTitle(tr("Scores"));
    setToolTip(tr("Classes, and whether picture and sound belong together"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(buildScores());
    row->addWidget(buildSync(), 1);
    wire();
}

QWidget* ScoresPage::buildScores() {
    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(kUnit, kUnit, kUnit, kUnit);
    column->setSpacing(kUnit / 2);
    classesTitle_ = heading(tr("Classes"));
    most_ = new QSpinBox;
    most_->setObjectName("topClasses");
    most_->setRange(1, 1000);
    most_->setValue(5);
    most_->setPrefix(tr("top "));
    most_->setToolTip(tr("How many of the likeliest classes are shown, here and in the figure"));
    auto* line = new QHBoxLayout;
    line->addWidget(classesTitle_, 1);
    line->addWidget(most_);
    column->addLayout(line);
    classes_ = new ScoreBars;
    classes_->setObjectName("predictedClasses");
    classesNote_ = wrapped("predictedClassesNote", true);
    column->addWidget(classes_);
    column->addWidget(classesNote_);
    column->addSpacing(kUnit);
    column->addWidget(heading(tr("Do picture and sound belong together?")));
    matching_ = wrapped("predictedMatching", false);
    matchingNote_ = wrapped("predictedMatchingNote", true);
    column->addWidget(matching_);
    column->addWidget(matchingNote_);
    column->addSpacing(kUnit);
    column->addWidget(heading(tr("Swapped with another clip")));
    swapped_ = new ScoreBars;
    swapped_->setObjectName("swappedScores");
    swappedNote_ = wrapped("swappedNote", true);
    chooseOther_ = new QPushButton(tr("Choose a clip…"));
    chooseOther_->setObjectName("chooseSwapClip");
    dropOther_ = new QPushButton(tr("Remove"));
    dropOther_->setObjectName("dropSwapClip");
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(chooseOther_);
    buttons->addWidget(dropOther_);
    buttons->addStretch(1);
    column->addWidget(swapped_);
    column->addWidget(swappedNote_);
    column->addLayout(buttons);
    column->addStretch(1);
    auto* area = new QScrollArea;
    area->setWidget(content);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFixedWidth(kScoresWidth);
    return area;
}

QWidget* ScoresPage::buildSync() {
    const auto seconds = [](const char* name, double value, double least, double most, const QString& prefix,
                            const QString& toolTip) {
        auto* box = new QDoubleSpinBox;
        box->setObjectName(name);
        box->setRange(least, most);
        box->setDecimals(2);
        box->setSingleStep(least);
        box->setValue(value);
        box->setPrefix(prefix);
        box->setSuffix(tr(" s"));
        box->setToolTip(toolTip);
        return box;
    };
    reach_ = seconds("syncReach", 2.0, 0.25, 20.0, tr("shift up to ± "), tr("How far the sound is shifted either way"));
    step_ = seconds("syncStep", 0.25, 0.05, 5.0, tr("every "), tr("From one shift to the next"));
    run_ = new QPushButton(tr("Run"));
    run_->setObjectName("runSync");
    state_ = new QLabel;
    state_->setObjectName("syncState");
    state_->setWordWrap(true);
    auto* bar = new QHBoxLayout;
    bar->setSpacing(kUnit);
    bar->addWidget(reach_);
    bar->addWidget(step_);
    bar->addWidget(run_);
    bar->addStretch(1);
    plots_ = new QStackedWidget;
    empty_ = new QLabel;
    empty_->setObjectName("syncEmpty");
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setWordWrap(true);
    plot_ = new SyncPlot;
    plots_->addWidget(empty_);
    plots_->addWidget(plot_);
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, kUnit, kUnit, kUnit / 2);
    column->setSpacing(kUnit / 2);
    column->addWidget(heading(tr("Sync curve: the picture with the sound of another moment")));
    column->addLayout(bar);
    column->addWidget(plots_, 1);
    column->addWidget(state_);
    return page;
}

void ScoresPage::wire() {
    connect(&workbench_, &Workbench::dataChanged, this, &ScoresPage::refresh);
    connect(&workbench_, &Workbench::checkpointChanged, this, &ScoresPage::refresh);
    connect(&sync_, &SyncController::changed, this, &ScoresPage::showSync);
    connect(&sync_, &SyncController::failed, this, [this](const Error& error) { emit errorRaised(error, kJob); });
    connect(&sync_, &SyncController::progressed, this,
            [this](double fraction, const QString& stage) { emit jobReported(kJob, fraction, stage); });
    connect(&sync_, &SyncController::idle, this, [this] { emit jobFinished(kJob); });
    connect(most_, &QSpinBox::valueChanged, this, &ScoresPage::refresh);
    connect(run_, &QPushButton::clicked, this, [this] {
        if (sync_.running())
            sync_.cancel();
        else
            sync_.start(reach_->value(), std::min(step_->value(), reach_->value()));
    });
    connect(chooseOther_, &QPushButton::clicked, this, &ScoresPage::chooseOther);
    connect(dropOther_, &QPushButton::clicked, this, [this] { sync_.setOther({}); });
}

void ScoresPage::showEvent(QShowEvent* event) {
    Workspace::showEvent(event);
    refresh();
}

void ScoresPage::refresh() {
    if (!isVisible())
        return;
    const auto& analysis = workbench_.analysis();
    const bool fits = analysis && analysis->features == workbench_.features();
    showClasses(fits ? analysis.get() : nullptr);
    showMatching(fits ? analysis.get() : nullptr);
    startIfCheap();
    showSync();
}

void ScoresPage::showClasses(const Analysis* analysis) {
    const bool regression = analysis && !analysis->regression.empty();
    const bool classes = analysis && !analysis->classes.empty();
    classesTitle_->setText(regression ? tr("Regression") : tr("Classes"));
    most_->setVisible(classes && analysis->classes.size() > 1);
    classes_->setVisible(classes);
    std::vector<ScoreBars::Score> scores;
    if (classes)
        for (const ClassScore& score : analysis->classes)
            scores.push_back({QString::fromStdString(score.label), score.probability});
    classes_->setScores(std::move(scores), most_->value());
    QStringList note;
    if (regression)
        for (const NamedValue& value : analysis->regression)
            note << tr("%1: %2").arg(QString::fromStdString(value.name), QString::number(value.value, 'g', 5));
    if (regression || classes) {
        const bool companion = analysis->classifier.has_value();
        const std::string& name = companion ? analysis->classifier->name : analysis->checkpointName;
        const std::string& label = companion ? analysis->classifier->report.label : analysis->report.label;
        note << (label.empty() ? tr("says %1").arg(QString::fromStdString(name))
                               : tr("says %1 (%2)").arg(QString::fromStdString(name), QString::fromStdString(label)));
        if (classes && int(analysis->classes.size()) > most_->value())
            note << tr("%1 classes in all").arg(analysis->classes.size());
    } else if (!analysis) {
        note << (workbench_.features() ? workbench_.data().placeholder
                                       : tr("Open a clip to see what the heads say of it."));
    } else {
        note << tr("This checkpoint has no classifier. Model ▸ Open classifier… sets one beside it.");
    }
    classesNote_->setText(note.join(QLatin1Char('\n')));
}

void ScoresPage::showMatching(const Analysis* analysis) {
    if (analysis && analysis->matchingLogit) {
        matching_->setText(tr("With probability %1 (logit %2), says %3.")
                               .arg(logistic(*analysis->matchingLogit), 0, 'f', 3)
                               .arg(*analysis->matchingLogit, 0, 'f', 2)
                               .arg(QString::fromStdString(analysis->checkpointName)));
        matchingNote_->setText(analysis->matchingNote.empty()
                                   ? QString()
                                   : QStringLiteral("⚠ ") + QString::fromStdString(analysis->matchingNote));
    } else {
        matching_->clear();
        matchingNote_->setText(sync_.reasonAgainst());
    }
    matching_->setVisible(!matching_->text().isEmpty());
    matchingNote_->setVisible(!matchingNote_->text().isEmpty());
}

void ScoresPage::startIfCheap() {
    const auto& analysis = workbench_.analysis();
    if (sync_.sync() || sync_.running() || workbench_.busy() || !analysis ||
        analysis->features != workbench_.features() || !sync_.reasonAgainst().isEmpty())
        return;
    const double shifts = 2.0 * std::floor(reach_->value() / step_->value()) + 1.0;
    if (analysis->seconds > 0.0 && analysis->seconds * shifts < glance_)
        sync_.start(reach_->value(), std::min(step_->value(), reach_->value()));
}

void ScoresPage::showSync() {
    if (!isVisible())
        return;
    const auto& sync = sync_.sync();
    const QString reason = sync_.reasonAgainst();
    run_->setText(sync_.running() ? tr("Stop") : tr("Run"));
    run_->setEnabled(reason.isEmpty());
    plot_->setSync(sync);
    const bool something = sync && !sync->points.empty();
    plots_->setCurrentWidget(something ? static_cast<QWidget*>(plot_) : empty_);
    empty_->setText(sync_.running()    ? tr("The first shifts are asked about…")
                    : reason.isEmpty() ? tr("Run asks the matching head about the segment's picture with the sound of\n"
                                            "other moments. A model that hears the picture has its peak at 0.")
                                       : reason);
    QString state;
    if (something && sync_.running())
        state = tr("%1 of %2 shifts").arg(sync->points.size()).arg(sync->planned);
    else if (const auto best = something ? bestSync(sync->points) : std::nullopt) {
        state = isFlat(sync->points)
                    ? tr("The curve is flat: the model does not tell these moments apart.")
                    : tr("Greatest at %1 s, logit %2.").arg(best->shift, 0, 'f', 2).arg(best->logit, 0, 'f', 2);
        if (std::any_of(sync->points.begin(), sync->points.end(), [](const auto& p) { return !heardWhole(p); }))
            state += tr(" Hollow: part of the sound lies outside the clip and is silent.");
    }
    state_->setText(state);
    state_->setVisible(!state.isEmpty());

    const auto& match = sync_.swapped();
    std::vector<ScoreBars::Score> scores;
    if (match) {
        scores.push_back({tr("this clip, its own sound"), logistic(match->own)});
        scores.push_back({tr("this picture, the other's sound"), logistic(match->otherSound)});
        scores.push_back({tr("the other's picture, this sound"), logistic(match->otherPicture)});
        scores.push_back({tr("the other clip, its own sound"), logistic(match->other)});
    }
    swapped_->setScores(std::move(scores));
    swapped_->setVisible(match.has_value());
    const QString other = QFileInfo(sync_.other()).fileName();
    swappedNote_->setText(match ? tr("The other clip: %1, its first seconds").arg(other)
                          : other.isEmpty()
                              ? tr("Whether this picture goes with another clip's sound, and the reverse.")
                          : sync_.busy() ? tr("asking about %1…").arg(other)
                                         : tr("%1 was not asked about.").arg(other));
    chooseOther_->setEnabled(reason.isEmpty());
    dropOther_->setVisible(!other.isEmpty());
}

void ScoresPage::chooseOther() {
    const QString path = QFileDialog::getOpenFileName(this, tr("Choose the clip to swap picture and sound with"));
    if (!path.isEmpty())
        sync_.setOther(path);
}

void ScoresPage::cancel(const QString& job) {
    if (job.isEmpty() || job == kJob)
        sync_.cancel();
}

std::optional<PageFigure> ScoresPage::figure() const {
    const auto& sync = sync_.sync();
    const auto swapped = sync_.swapped();
    auto analysis = workbench_.analysis();
    if (!analysis || analysis->features != workbench_.features())
        return {};
    const bool classes = !analysis->classes.empty() || !analysis->regression.empty();
    const bool curve = sync && sync->points.size() > 1;
    if (!classes && !curve)
        return {};
    const int most = most_->value();
    const std::filesystem::path other = toPath(sync_.other());
    PageFigure figure;
    figure.lay = [=](const FigureLook& look) {
        return scoresFigure(analysis.get(), most, curve ? sync.get() : nullptr, swapped, look).page();
    };
    figure.arrays = [=] { return scoresArrays(classes ? analysis.get() : nullptr, curve ? sync.get() : nullptr); };
    figure.table = [=] { return curve ? syncCsv(*sync) : classesCsv(*analysis); };
    figure.arguments = [=](RecipePaths paths) {
        const AskedModel model{*analysis->features, analysis->report.path,
                               analysis->classifier ? analysis->classifier->report.path : std::string()};
        return curve
                   ? matchArguments(model, *sync, swapped ? other : std::filesystem::path(), classes ? most : 0, paths)
                   : classifyArguments(model, most, paths);
    };
    figure.clip = analysis->features->clip;
    const CheckpointUsed own{analysis->checkpointName, analysis->report};
    figure.checkpoint = curve ? own : analysis->classifier.value_or(own); // who answered
    return figure;
}

} // namespace tvlt
