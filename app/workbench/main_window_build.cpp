// The window's furniture: which view stands where.
#include "app/workbench/actions.h"
#include "app/workbench/attention_workspace.h"
#include "app/workbench/batch_workspace.h"
#include "app/workbench/checkpoint_dialog.h"
#include "app/workbench/compare_workspace.h"
#include "app/workbench/main_window.h"
#include "app/workbench/mask_actions.h"
#include "app/workbench/predict_workspace.h"
#include "app/workbench/sound_actions.h"
#include "app/workbench/workbench.h"
#include "app/workbench/workspace.h"
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
#include "widgets/style/spacing.h"
#include "widgets/timeline/timeline_view.h"

#include <QDockWidget>
#include <QFontDatabase>
#include <QGridLayout>
#include <QLabel>
#include <QMenu>
#include <QScrollArea>
#include <QStackedWidget>
#include <QStatusBar>
#include <QTabWidget>
#include <QToolBar>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

namespace tvlt {
namespace {

QScrollArea* scrolled(QWidget* widget) {
    auto* area = new QScrollArea;
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setWidget(widget);
    return area;
}

/// A tab says already what the dock's title bar would say again: it shows only where the dock stands alone. `others`
/// may share its tabs.
void dropTitleInTabs(QDockWidget& dock, const QList<QDockWidget*>& others) {
    const auto retitle = [&dock, none = new QWidget(&dock)] {
        const auto* window = qobject_cast<QMainWindow*>(dock.parentWidget());
        const auto tabs = window ? window->tabifiedDockWidgets(&dock) : QList<QDockWidget*>();
        const bool tabbed = std::any_of(tabs.begin(), tabs.end(), [](const auto* tab) { return !tab->isHidden(); });
        const bool titled = dock.isFloating() || !tabbed;
        if (titled != (dock.titleBarWidget() == nullptr))
            dock.setTitleBarWidget(titled ? nullptr : none);
    };
    for (const QDockWidget* other : others) {
        QObject::connect(other, &QDockWidget::topLevelChanged, &dock, retitle, Qt::QueuedConnection);
        QObject::connect(other, &QDockWidget::visibilityChanged, &dock, retitle, Qt::QueuedConnection);
        QObject::connect(other, &QDockWidget::dockLocationChanged, &dock, retitle, Qt::QueuedConnection);
    }
    retitle();
}

} // namespace

void MainWindow::buildViews() {
    ViewState& view = workbench_->view();
    message_ = new MessageBar;
    pages_ = new QStackedWidget;
    empty_ = new EmptyState;
    if (const auto clip = findDemoClip())
        empty_->setDemoClip(QString::fromStdString(clip->string()));
    inspect_ = new InspectView(view);
    timeline_ = new TimelineView(view);
    pages_->addWidget(empty_);
    tabs_ = new QTabWidget;
    tabs_->setObjectName("workspaces");
    tabs_->setDocumentMode(true);
    inspect_->setObjectName("inspect");
    inspect_->setWindowTitle(tr("Inspect"));
    inspect_->setToolTip(tr("Frames and spectrogram as they are, as masked, and as painted back"));
    addTab(inspect_);
    pages_->addWidget(tabs_);
    pages_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    auto* centre = new QWidget;
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    // Over the views: what appears and goes must not move the rows under the pointer. At their foot, since the header
    // says which model has made what is shown.
    auto* layers = new QGridLayout;
    layers->setContentsMargins(0, 0, 0, 0);
    layers->addWidget(pages_, 0, 0);
    layers->addWidget(message_, 0, 0, Qt::AlignBottom);
    message_->raise();
    column->addLayout(layers, 1);
    column->addWidget(timeline_);
    setCentralWidget(centre);
    compare_ = new CompareWorkspace(*workbench_);
    addWorkspace(compare_);
    maskActions_ = new MaskActions(*this, *actions_->maskMenu, *workbench_, *inspect_);
    maskActions_->drive(actions_->undo, actions_->redo);
    addWorkspace(new AttentionWorkspace(*workbench_));
    addWorkspace(new PredictWorkspace(*workbench_));
    batch_ = new BatchWorkspace;
    addWorkspace(batch_);
    connect(batch_, &BatchWorkspace::folderOpened, this, [this] {
        showPages();
        tabs_->setCurrentWidget(batch_);
        showData();
    });
    connect(batch_, &BatchWorkspace::clipRequested, this, &MainWindow::openFromBatch);
    soundActions_ = new SoundActions(*this, *actions_->playbackMenu, *workbench_);
    checkpointDialog_ = new CheckpointDialog(this);
    connect(checkpointDialog_, &CheckpointDialog::loadRequested, this,
            [this](const QString& pathOrId) { workbench_->checkpoints().load(pathOrId); });
    connect(&workbench_->checkpoints(), &CheckpointController::failed, checkpointDialog_, &CheckpointDialog::showError);
    connect(&workbench_->checkpoints(), &CheckpointController::failed, this, &MainWindow::showDevice);
    connect(&workbench_->checkpoints(), &CheckpointController::downloadOffered, this, &MainWindow::offerDownload);
}

void MainWindow::addTab(QWidget* page) {
    const int number = tabs_->addTab(page, page->windowTitle()) + 1;
    const QKeySequence keys(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_0 + number));
    QAction* action = addCommand(*this, actions_->workspaceMenu, nullptr, page->windowTitle(), {keys});
    action->setObjectName("show_" + page->objectName());
    connect(action, &QAction::triggered, this, [this, page] { tabs_->setCurrentWidget(page); });
    const QString question = page->toolTip();
    tabs_->setTabToolTip(number - 1, question.isEmpty()
                                         ? action->toolTip()
                                         : tr("%1 (%2)").arg(question, keys.toString(QKeySequence::NativeText)));
    page->setToolTip({}); // of the tab, not of everything on the page
}

void MainWindow::addWorkspace(Workspace* workspace) {
    addTab(workspace);
    workspaces_ << workspace;
}

void MainWindow::buildToolBar() {
    QToolBar* bar = addToolBar(tr("Tools"));
    bar->setObjectName("toolBar");
    bar->setMovable(false);
    bar->setIconSize({18, 18});
    bar->addAction(actions_->open);
    bar->addAction(actions_->openCheckpoint);
    bar->addSeparator();
    bar->addAction(actions_->previousFrame);
    bar->addAction(actions_->play);
    bar->addAction(actions_->nextFrame);
    auto* hear = new QToolButton;
    hear->setObjectName("hearButton");
    hear->setIcon(themedIcon("sound"));
    hear->setToolTip(tr("Which sound is heard: the clip's, or a spectrogram's"));
    hear->setAccessibleName(tr("Which sound is heard"));
    hear->setPopupMode(QToolButton::InstantPopup);
    hear->setMenu(soundActions_->choices());
    bar->addWidget(hear);
    clock_ = new QLabel("0:00.000");
    clock_->setObjectName("clock");
    clock_->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    clock_->setContentsMargins(kUnit, 0, kUnit, 0);
    clock_->setAccessibleName(tr("Time of the cursor"));
    bar->addWidget(clock_);

    // A bar of its own, so that a narrow window can put it into a second line.
    maskToolBar_ = addToolBar(tr("Mask and view"));
    maskToolBar_->setObjectName("maskToolBar");
    maskToolBar_->setMovable(false);
    maskToolBar_->setIconSize(bar->iconSize());
    maskBar_ = new MaskBar;
    maskBar_->setSettings(workbench_->masks().settings());
    maskToolBar_->addWidget(maskBar_);
    auto* gap = new QWidget;
    gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    maskToolBar_->addWidget(gap);
    maskToolBar_->addAction(actions_->large);
    maskToolBar_->addAction(actions_->patchGrid);
    maskToolBar_->addAction(actions_->maskOnAllRows);
    maskToolBar_->addAction(actions_->fit);
    maskToolBar_->addSeparator();
    exportButton_ = new QToolButton;
    exportButton_->setObjectName("exportButton");
    exportButton_->setDefaultAction(actions_->exportFigure);
    maskToolBar_->addWidget(exportButton_);
}

void MainWindow::buildDocks() {
    ViewState& view = workbench_->view();
    frame_ = new FrameView;
    metrics_ = new MetricsPanel(view);
    masking_ = new MaskingPanel(view);
    masking_->setTools(maskActions_->brushes(), maskActions_->shapes(), maskActions_->commands(),
                       maskActions_->presets());
    model_ = new ModelPanel;
    const auto dock = [this](const char* name, const QString& title, QWidget* content) {
        auto* widget = new QDockWidget(title, this);
        widget->setObjectName(name);
        widget->setWidget(content);
        addDockWidget(Qt::RightDockWidgetArea, widget);
        actions_->windowMenu->addAction(widget->toggleViewAction());
        return widget;
    };
    QDockWidget* frame = dock("frameDock", tr("Frame at the cursor"), frame_);
    QDockWidget* metrics = dock("metricsDock", tr("Metrics"), scrolled(metrics_));
    QDockWidget* masking = dock("maskingDock", tr("Masking"), scrolled(masking_));
    QDockWidget* model = dock("modelDock", tr("Model"), model_);
    tabifyDockWidget(metrics, masking);
    tabifyDockWidget(masking, model);
    for (QDockWidget* tab : {metrics, masking, model})
        dropTitleInTabs(*tab, {metrics, masking, model});
    metrics->raise();
    resizeDocks({frame}, {40 * kUnit}, Qt::Horizontal);
    resizeDocks({frame, metrics}, {28 * kUnit, 60 * kUnit}, Qt::Vertical);
    setTabPosition(Qt::RightDockWidgetArea, QTabWidget::North);
    actions_->windowMenu->addSeparator();
    actions_->windowMenu->addAction(actions_->resetLayout);
}

void MainWindow::buildStatusBar() {
    hover_ = new QLabel;
    hover_->setObjectName("hoverText");
    hover_->setContentsMargins(kUnit, 0, 0, 0);
    jobs_ = new JobStatus;
    checkpointLabel_ = new QLabel;
    checkpointLabel_->setObjectName("checkpointLabel");
    deviceLabel_ = new QLabel;
    deviceLabel_->setObjectName("deviceLabel");
    deviceLabel_->setContentsMargins(kUnit, 0, kUnit, 0);
    statusBar()->setSizeGripEnabled(false);
    statusBar()->addWidget(hover_, 1);
    statusBar()->addPermanentWidget(jobs_);
    statusBar()->addPermanentWidget(soundActions_->label());
    statusBar()->addPermanentWidget(checkpointLabel_);
    statusBar()->addPermanentWidget(deviceLabel_);
}

} // namespace tvlt
