#include "app/workbench/main_window.h"

#include "app/workbench/actions.h"
#include "app/workbench/batch_workspace.h"
#include "app/workbench/checkpoint_dialog.h"
#include "app/workbench/describe.h"
#include "app/workbench/remedies.h"
#include "app/workbench/workbench.h"
#include "app/workbench/workspace.h"
#include "core/analysis/analysis.h"
#include "core/checkpoint/checkpoint.h"
#include "widgets/chrome/empty_state.h"
#include "widgets/chrome/job_status.h"
#include "widgets/chrome/message_bar.h"
#include "widgets/inspect/inspect_view.h"
#include "widgets/panels/frame_view.h"
#include "widgets/panels/mask_bar.h"
#include "widgets/panels/masking_panel.h"
#include "widgets/panels/metrics_panel.h"
#include "widgets/panels/model_panel.h"
#include "widgets/style/icon.h"
#include "widgets/timeline/timeline_view.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMenu>
#include <QMimeData>
#include <QScreen>
#include <QSettings>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTimer>
#include <QToolBar>
#include <QToolButton>

#include <algorithm>

namespace tvlt {
namespace {

constexpr QLatin1String kWelcome{"welcome"}; // topic of the first message

constexpr int kNotesStay = 15'000; // milliseconds
constexpr int kWideToolBar = 1200;
constexpr int kOneLineToolBar = 1080; // below, the mask's controls would be cut off

} // namespace

MainWindow::MainWindow(Preferences preferences, const EngineFactory& makeEngine)
    : preferences_(std::move(preferences)), workbench_(std::make_unique<Workbench>(makeEngine)), sessions_(*workbench_),
      actions_(new Actions(*this)) {
    setObjectName("mainWindow");
    setWindowTitle(QApplication::applicationDisplayName());
    setWindowIcon(QIcon(":/icons/tvlt-workbench.svg"));
    setAcceptDrops(true);
    resize(QSize(1440, 900).boundedTo(screen()->availableSize()));
    workbench_->checkpoints().setHubCache(preferences_.hubCache);
    workbench_->view().setDisplay(preferences_.display);
    exportChoice_.options.colors = preferences_.display.colors;
    workbench_->checkpoints().setDevice(preferences_.device, preferences_.dtype);
    workbench_->analyses().setRecipe(preferences_.recipe);
    workbench_->playback().setVolume(preferences_.volume);
    buildViews();
    buildToolBar();
    buildDocks();
    buildStatusBar();
    connectActions();
    connectWorkbench();
    connectViews();
    fillRecent();
    showClip();
    showCheckpoint();
    builtState_ = saveState();
}

MainWindow::~MainWindow() {
    hide(); // pages cancel their work when they are hidden, and tell the workbench: while it is there
}

void MainWindow::restorePlaces(const QSettings& settings) {
    restoreGeometry(settings.value("window/geometry").toByteArray());
    restoreState(settings.value("window/state").toByteArray());
    fitToolBars();
    bool kept = false;
    if (const double share = settings.value("window/framesShare").toDouble(&kept); kept && share > 0.0 && share < 1.0)
        inspect_->setFramesShare(share);
}

void MainWindow::savePlaces(QSettings& settings) const {
    settings.setValue("window/geometry", saveGeometry());
    settings.setValue("window/state", saveState());
    if (const auto share = inspect_->framesShare())
        settings.setValue("window/framesShare", *share);
    else
        settings.remove("window/framesShare");
}

bool MainWindow::busy() const {
    return workbench_->busy() ||
           std::any_of(workspaces_.begin(), workspaces_.end(), [](const Workspace* page) { return page->busy(); });
}

bool MainWindow::showWorkspace(const QString& name) {
    auto* page = tabs_->findChild<QWidget*>(name.section('/', 0, 0));
    if (!page || tabs_->indexOf(page) < 0)
        return false;
    tabs_->setCurrentWidget(page);
    const QString part = name.section('/', 1);
    auto* workspace = qobject_cast<Workspace*>(page);
    return part.isEmpty() || (workspace && workspace->showPart(part));
}

void MainWindow::showDemo() {
    const auto clip = findDemoClip();
    if (!clip)
        return;
    workbench_->open({QString::fromStdString(clip->string())});
    message_->showText(
        tr("This is the demo clip, seen by the demo model"),
        tr("• Move the ratio of pixels or sound above: the model paints back what is hidden.\n"
           "• Drop a clip of your own here, or a checkpoint's folder: the demo model knows drawn shapes alone.\n"
           "• Space plays, R draws another mask, C compares in large, F1 lists all keys."),
        MessageBar::Level::Info, kWelcome);
}

void MainWindow::cancel(const QString& job) {
    if (job.isEmpty())
        workbench_->cancelAll();
    else
        workbench_->cancel(job);
    for (Workspace* page : workspaces_)
        page->cancel(job);
}

void MainWindow::connectActions() {
    const Actions& a = *actions_;
    Workbench& w = *workbench_;
    ViewState& view = w.view();
    const auto on = [this](QAction* action, auto function) { connect(action, &QAction::triggered, this, function); };
    on(a.open, [this] { chooseClip(); });
    on(a.openAudio, [this] { chooseAudio(); });
    on(a.exportFigure, [this] { chooseExport(); });
    on(a.exportMovie, [this] { chooseMovie(); });
    on(a.openBatch, [this] { batch_->chooseFolder(); });
    on(a.openSession, [this] { chooseSession(); });
    on(a.saveSession, [this] { saveSession(false); });
    on(a.saveSessionAs, [this] { saveSession(true); });
    on(a.copyFigure, [this] { copyFigure(); });
    on(a.copyCommandLine, [this] { copyCommandLine(); });
    on(a.quit, [this] { close(); });
    on(a.preferences, [this] { choosePreferences(); });
    on(a.zoomIn, [&view] { view.zoom(0.5, view.time()); });
    on(a.zoomOut, [&view] { view.zoom(2.0, view.time()); });
    on(a.fit, [&view] { view.fit(); });
    on(a.play, [&w] { w.playback().toggle(); });
    on(a.forward, [&w] { w.playback().shuttle(1); });
    on(a.backward, [&w] { w.playback().shuttle(-1); });
    on(a.nextFrame, [&w] { w.stepFrames(1); });
    on(a.previousFrame, [&w] { w.stepFrames(-1); });
    on(a.segmentIn, [&w] { w.startSegmentHere(); });
    on(a.segmentOut, [&w] { w.endSegmentHere(); });
    on(a.toStart, [&w] { w.seek(0.0); });
    on(a.toEnd, [&w] { w.seek(w.view().clipDuration()); });
    on(a.openCheckpoint, [this] { chooseCheckpoint(); });
    on(a.openClassifier, [this] { chooseClassifier(); });
    on(a.noClassifier, [&w] { w.checkpoints().dropClassifier(); });
    on(a.defaultCheckpoint, [&w] { w.checkpoints().load({}); });
    on(a.reroll, [this] { maskBar_->reroll(); });
    on(a.rerun, [&w] { w.analyses().rerun(); });
    on(a.cancel, [this] {
        // First out of the brush, then out of everything.
        ViewState& state = workbench_->view();
        if (state.brush().paints) {
            state.setBrush({std::nullopt, state.brush().shape});
            return;
        }
        message_->clear();
        if (!busy() && actions_->large->isChecked())
            return actions_->large->setChecked(false);
        cancel({});
    });
    connect(a.borrowStatistics, &QAction::toggled, &w.analyses(), &AnalysisController::setBorrowStatistics);
    connect(&w.analyses(), &AnalysisController::borrowStatisticsChanged, a.borrowStatistics, &QAction::setChecked);
    connect(a.large, &QAction::toggled, inspect_, &InspectView::setLarge);
    on(a.resetLayout, [this] {
        restoreState(builtState_);
        fitToolBars();
        inspect_->setFramesShare({});
    });
    on(a.shortcuts, [this] { showShortcuts(); });
    on(a.about, [this] { showAbout(); });

    // Display options live in the view state; menu and panel both follow it.
    const auto option = [this, &view](QAction* action, bool DisplayOptions::*member) {
        action->setChecked(view.display().*member);
        connect(action, &QAction::toggled, this, [&view, member](bool checked) {
            DisplayOptions display = view.display();
            display.*member = checked;
            view.setDisplay(display);
        });
        connect(&view, &ViewState::displayChanged, action,
                [&view, action, member] { action->setChecked(view.display().*member); });
    };
    option(a.patchGrid, &DisplayOptions::patchGrid);
    option(a.maskOnAllRows, &DisplayOptions::maskOnAllRows);
    option(a.signedError, &DisplayOptions::signedError);
    option(a.pasteVisible, &DisplayOptions::pasteVisible);
}

void MainWindow::connectWorkbench() {
    Workbench& w = *workbench_;
    connect(&w, &Workbench::clipChanged, this, &MainWindow::showClip);
    connect(&w, &Workbench::checkpointChanged, this, &MainWindow::showCheckpoint);
    connect(&w, &Workbench::dataChanged, this, &MainWindow::showData);
    connect(&w.masks(), &MaskController::changed, maskBar_, &MaskBar::setSettings);
    connect(&w.masks(), &MaskController::saved, this, [this](const QString& path) {
        message_->showText(tr("The mask is saved."), path, MessageBar::Level::Info, Workbench::kMaskJob);
    });
    remedies_ = new Remedies(w, this);
    connect(&w, &Workbench::errorRaised, this, [this](const Error& error, const QString& job) {
        message_->showError(error, job);
        if (error.kind != Error::Kind::Cancelled)
            message_->offer(remedies_->actionsFor(error, job));
    });
    connect(&w.analyses(), &AnalysisController::analysed, this, [this] { message_->settle(Workbench::kAnalysisJob); });
    connect(&w, &Workbench::jobReported, jobs_, &JobStatus::report);
    connect(&w, &Workbench::jobFinished, jobs_, &JobStatus::finish);
    connect(&w, &Workbench::exported, this, [this](const QString& path) {
        message_->showText(tr("The figure is written."), path, MessageBar::Level::Info, Workbench::kExportJob);
    });
    connect(&w.heard(), &HeardController::saved, this, [this](const QString& path) {
        message_->showText(tr("The sound is saved; its phase is estimated."), path, MessageBar::Level::Info,
                           Workbench::kSoundJob);
    });
    connect(&w, &Workbench::batchNamed, batch_, &BatchWorkspace::openFolder);
    connect(&w, &Workbench::sessionNamed, this, &MainWindow::openSession);
    connect(&w.clips(), &ClipController::peaksReady, timeline_, &TimelineView::setPeaks);
    connect(&w.frames(), &FrameFeed::frameReady, frame_, &FrameView::setFrame);
    connect(&w.checkpoints(), &CheckpointController::hashReady, model_, &ModelPanel::setHash);
    connect(&w.playback(), &PlaybackController::rateChanged, this, &MainWindow::showRate);
}

void MainWindow::connectViews() {
    Workbench& w = *workbench_;
    ViewState& view = w.view();
    for (const Workspace* page : workspaces_) {
        connect(page, &Workspace::errorRaised, message_, &MessageBar::showError);
        connect(page, &Workspace::jobReported, jobs_, &JobStatus::report);
        connect(page, &Workspace::jobFinished, jobs_, &JobStatus::finish);
    }
    connect(inspect_, &InspectView::seekRequested, &w, &Workbench::seek);
    connect(metrics_, &MetricsPanel::timeChosen, &w, &Workbench::seek);
    connect(timeline_, &TimelineView::seekRequested, &w, &Workbench::seek);
    connect(timeline_, &TimelineView::segmentEdited, &w, &Workbench::setSegment);
    connect(maskBar_, &MaskBar::settingsChanged, &w.masks(), &MaskController::set);
    connect(jobs_, &JobStatus::cancelRequested, this, &MainWindow::cancel);
    connect(empty_, &EmptyState::openRequested, this, &MainWindow::chooseClip);
    connect(empty_, &EmptyState::clipRequested, &w, [&w](const QString& path) { w.open({path}); });
    connect(tabs_, &QTabWidget::currentChanged, this, &MainWindow::showData);
    connect(&view, &ViewState::timeChanged, clock_, [this](double time) { clock_->setText(clockText(time)); });
    connect(&view, &ViewState::hoverChanged, hover_,
            [this, &view] { hover_->setText(view.hover() ? hoverText(*view.hover()) : QString()); });
    connect(&view, &ViewState::displayChanged, this, [this, &view] { preferences_.display = view.display(); });
}

void MainWindow::showClip() {
    const auto& clip = workbench_->clips().clip();
    const bool open = clip.has_value();
    showPages();
    timeline_->setVisible(open);
    timeline_->setPeaks({});
    timeline_->setSegment({});
    timeline_->setFrameTimes({});
    for (QAction* action :
         {actions_->play, actions_->forward, actions_->backward, actions_->nextFrame, actions_->previousFrame,
          actions_->segmentIn, actions_->segmentOut, actions_->toStart, actions_->toEnd})
        action->setEnabled(open);
    frame_->setMessage(!open         ? tr("The clip's own frame at the cursor appears here.")
                       : clip->video ? tr("decoding…")
                                     : tr("This clip has no picture."));
    if (open) {
        notes_.clear();
        message_->settle(Workbench::kClipJob);
        message_->settle(Workbench::kAnalysisJob);
        inspect_->setFocus(); // keys are the clip's, not the first slider's
        const QString path = QString::fromStdString(clip->path.string());
        setWindowFilePath(path);
        setWindowTitle(QFileInfo(path).fileName());
        remember(preferences_.recentClips, QFileInfo(path).absoluteFilePath());
        fillRecent();
    }
    showData();
}

void MainWindow::showPages() {
    const bool something = workbench_->clips().clip().has_value() || batch_->hasBatch();
    pages_->setCurrentWidget(something ? static_cast<QWidget*>(tabs_) : empty_);
}

void MainWindow::showCheckpoint() {
    const Checkpoint* checkpoint = workbench_->checkpoints().checkpoint().get();
    checkpointLabel_->setText(checkpointText(checkpoint));
    checkpointLabel_->setToolTip(checkpointWarningHelp(checkpoint));
    actions_->noClassifier->setEnabled(workbench_->checkpoints().classifier() != nullptr);
    timeline_->setLongestSegment(workbench_->longestSegment());
    if (!checkpoint)
        return;
    showDevice();
    message_->settle(Workbench::kCheckpointJob);
    message_->settle(Workbench::kAnalysisJob);
    const QString name = QString::fromStdString(checkpoint->name);
    const QString runsOn = workbench_->checkpoints().runsOn();
    model_->setReport(name, checkpoint->report, runsOn);
    checkpointDialog_->setReport(name, checkpoint->report, runsOn);
    const Checkpoint* classifier = workbench_->checkpoints().classifier().get();
    model_->setClassifier(classifier ? QString::fromStdString(classifier->name) : QString(),
                          classifier ? &classifier->report : nullptr);
    if (const QString path = workbench_->checkpoints().source(); !path.isEmpty()) {
        remember(preferences_.recentCheckpoints, path);
        fillRecent();
    }
    // What a person has to know about the weights stays on screen until closed.
    QStringList odd;
    if (!checkpoint->report.missing.empty())
        odd << tr("missing keys: %1").arg(checkpoint->report.missing.size());
    if (!checkpoint->report.wrongShape.empty())
        odd << tr("keys of the wrong shape: %1").arg(checkpoint->report.wrongShape.size());
    if (!checkpoint->report.nonFinite.empty())
        odd << tr("weights with NaN or infinity: %1").arg(checkpoint->report.nonFinite.size());
    if (!odd.isEmpty())
        message_->showText(tr("%1 loaded: %2.").arg(name, odd.join(tr(", "))), tr("The Model panel lists them."),
                           MessageBar::Level::Warning, Workbench::kCheckpointJob);
}

void MainWindow::showData() {
    const InspectData shown = workbench_->data();
    const auto& clip = workbench_->clips().clip();
    const Checkpoint* checkpoint = workbench_->checkpoints().checkpoint().get();
    inspect_->setData(shown);
    QString rule = segmentRule(shown.features.get());
    const QString notes = notesText(clip ? &*clip : nullptr, shown.features.get());
    if (!rule.isEmpty() && !notes.isEmpty())
        rule += "\n\n" + notes;
    inspect_->setHeader({headerText(clip ? &*clip : nullptr, shown.features.get()), rule,
                         checkpointWarning(checkpoint, clip ? &*clip : nullptr), checkpointWarningHelp(checkpoint)});
    if (notes != notes_) {
        notes_ = notes;
        if (!notes.isEmpty() && !message_->showsError()) {
            message_->showText(tr("About this clip"), notes, MessageBar::Level::Info, Workbench::kClipJob);
            // It lies over the page's foot; the header's tooltip keeps it.
            QTimer::singleShot(kNotesStay, this, [this] {
                if (!message_->showsError())
                    message_->settle(Workbench::kClipJob);
            });
        }
    }
    masking_->setData(shown);
    metrics_->setAnalysis(shown.analysis, !shown.stale.isEmpty());
    if (shown.features) {
        // The one asked for, which may not have been read yet.
        timeline_->setSegment(workbench_->segment().value_or(shown.features->segment));
        timeline_->setFrameTimes(shown.features->frameTimes);
    }
    const bool answered = shown.analysis && shown.stale.isEmpty();
    actions_->exportMovie->setEnabled(answered);
    // What another page shows may be of more than this analysis: it is asked when the command is given.
    const bool inspects = tabs_->currentWidget() == inspect_;
    for (QAction* action : {actions_->exportFigure, actions_->copyFigure, actions_->copyCommandLine})
        action->setEnabled(inspects ? answered : clip.has_value() || batch_->hasBatch());
    actions_->rerun->setEnabled(clip.has_value() && checkpoint != nullptr);
}

void MainWindow::showRate(double rate) {
    actions_->play->setIcon(themedIcon(rate != 0.0 ? "pause" : "play"));
    clock_->setToolTip(rate != 0.0 && rate != 1.0 ? tr("%1 × speed, silent").arg(rate) : tr("Time of the cursor"));
}

void MainWindow::fillRecent() {
    empty_->setRecentClips(preferences_.recentClips);
    checkpointDialog_->setRecent(preferences_.recentCheckpoints);
    const auto fill = [this](QMenu* menu, const QStringList& paths, auto open) {
        menu->clear();
        menu->setEnabled(!paths.isEmpty());
        for (const QString& path : paths)
            connect(menu->addAction(path), &QAction::triggered, this, [open, path] { open(path); });
    };
    Workbench* w = workbench_.get();
    fill(actions_->recentClips, preferences_.recentClips, [w](const QString& path) { w->open({path}); });
    fill(actions_->recentCheckpoints, preferences_.recentCheckpoints,
         [w](const QString& path) { w->checkpoints().load(path); });
}

void MainWindow::fitToolBars() {
    // In a narrow window words give way before buttons do.
    const bool wide = width() >= kWideToolBar;
    exportButton_->setToolButtonStyle(wide ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
    if (const bool narrow = width() < kOneLineToolBar; narrow != toolBarBreak(maskToolBar_))
        narrow ? insertToolBarBreak(maskToolBar_) : removeToolBarBreak(maskToolBar_);
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    fitToolBars();
    QMainWindow::resizeEvent(event);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    QStringList paths;
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile())
            paths << url.toLocalFile();
    if (paths.isEmpty())
        return;
    event->acceptProposedAction();
    workbench_->open(paths);
}

} // namespace tvlt
