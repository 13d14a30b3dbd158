#include "app/workbench/actions.h"

#include "widgets/style/icon.h"

#include <QAction>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

namespace tvlt {

Actions::Actions(QMainWindow& window) : QObject(&window) {
    QMenuBar* bar = window.menuBar();
    const auto add = [&window](QMenu* menu, const char* name, const QString& text, const QList<QKeySequence>& keys = {},
                               const char* icon = nullptr) { return addCommand(window, menu, name, text, keys, icon); };

    QMenu* file = bar->addMenu(tr("&File"));
    open = add(file, "open", tr("&Open clip…"), {QKeySequence::Open}, "open");
    openAudio = add(file, "openAudio", tr("Sound from another &file…"), {}, "sound");
    recentClips = file->addMenu(tr("&Recent clips"));
    openBatch = add(file, "openBatch", tr("Open &batch…"));
    file->addSeparator();
    openSession = add(file, "openSession", tr("Open &session…"));
    saveSession = add(file, "saveSession", tr("&Save session"), {QKeySequence::Save});
    saveSessionAs = add(file, "saveSessionAs", tr("Save session &as…"), {QKeySequence::SaveAs});
    file->addSeparator();
    exportFigure = add(file, "exportFigure", tr("&Export figure…"), {QKeySequence(Qt::CTRL | Qt::Key_E)}, "export");
    exportMovie = add(file, "exportMovie", tr("Export &movie…"));
    exportMovie->setToolTip(tr("The segment beside its reconstruction, with the sound that is heard"));
    file->addSeparator();
    quit = add(file, "quit", tr("&Quit"), {QKeySequence(Qt::CTRL | Qt::Key_Q)});

    QMenu* edit = bar->addMenu(tr("&Edit"));
    undo = add(edit, "undo", tr("&Undo"), {QKeySequence::Undo}, "undo");
    redo = add(edit, "redo", tr("&Redo"),
               {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), QKeySequence(Qt::CTRL | Qt::Key_Y)}, "redo");
    edit->addSeparator();
    copyFigure = add(edit, "copyFigure", tr("&Copy figure"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C)});
    copyCommandLine =
        add(edit, "copyCommandLine", tr("Copy as command &line"), {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L)});
    edit->addSeparator();
    preferences = add(edit, "preferences", tr("&Preferences…"), {QKeySequence(Qt::CTRL | Qt::Key_Comma)});

    QMenu* view = bar->addMenu(tr("&View"));
    zoomIn = add(view, "zoomIn", tr("Zoom &in"), {QKeySequence::ZoomIn, QKeySequence(Qt::CTRL | Qt::Key_Equal)});
    zoomOut = add(view, "zoomOut", tr("Zoom &out"), {QKeySequence::ZoomOut});
    fit = add(view, "fit", tr("&Whole segment"), {QKeySequence(Qt::CTRL | Qt::Key_0)}, "fit");
    view->addSeparator();
    large = add(view, "showLarge", tr("&Large: compare with the original"), {QKeySequence(Qt::Key_C)}, "compare");
    view->addSeparator();
    patchGrid = add(view, "showPatchGrid", tr("Patch &grid"), {QKeySequence(Qt::Key_G)}, "grid");
    maskOnAllRows = add(view, "showMaskOnAllRows", tr("Mask on &all rows"), {QKeySequence(Qt::Key_M)}, "mask");
    signedError = add(view, "showSignedError", tr("Error with its &sign"), {QKeySequence(Qt::Key_D)});
    pasteVisible = add(view, "showPasteVisible", tr("&Paste visible patches"), {QKeySequence(Qt::Key_V)});
    borrowStatistics = add(view, "borrowStatistics", tr("&Borrow each patch's mean and contrast"));
    borrowStatistics->setToolTip(tr("For models trained on normalised patches. Views and figures say that it is on"));
    view->setToolTipsVisible(true);
    for (QAction* action : {large, patchGrid, maskOnAllRows, signedError, pasteVisible, borrowStatistics})
        action->setCheckable(true);

    QMenu* playback = playbackMenu = bar->addMenu(tr("&Playback"));
    play = add(playback, "play", tr("&Play or pause"), {QKeySequence(Qt::Key_Space), QKeySequence(Qt::Key_K)}, "play");
    forward = add(playback, "forward", tr("&Forward, faster"), {QKeySequence(Qt::Key_L)});
    backward = add(playback, "backward", tr("&Backward, faster"), {QKeySequence(Qt::Key_J)});
    playback->addSeparator();
    previousFrame = add(playback, "previousFrame", tr("P&revious frame"), {QKeySequence(Qt::Key_Left)}, "step-back");
    nextFrame = add(playback, "nextFrame", tr("&Next frame"), {QKeySequence(Qt::Key_Right)}, "step-forward");
    toStart = add(playback, "toStart", tr("To the &start"), {QKeySequence(Qt::Key_Home)});
    toEnd = add(playback, "toEnd", tr("To the &end"), {QKeySequence(Qt::Key_End)});

    playback->addSeparator();
    segmentIn = add(playback, "segmentIn", tr("Segment starts &here"), {QKeySequence(Qt::Key_I)});
    segmentOut = add(playback, "segmentOut", tr("Segment ends h&ere"), {QKeySequence(Qt::Key_O)});
    segmentIn->setToolTip(tr("In point: the segment begins at the cursor (I)"));
    segmentOut->setToolTip(tr("Out point: the segment ends at the cursor, or as early as the model hears no more (O)"));

    QMenu* model = bar->addMenu(tr("&Model"));
    openCheckpoint = add(model, "openCheckpoint", tr("&Open checkpoint…"),
                         {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O)}, "checkpoint");
    recentCheckpoints = model->addMenu(tr("&Recent checkpoints"));
    defaultCheckpoint = add(model, "defaultCheckpoint", tr("&Built-in checkpoint"));
    model->addSeparator();
    openClassifier = add(model, "openClassifier", tr("Open &classifier…"));
    noClassifier = add(model, "noClassifier", tr("&No classifier"));
    file->insertAction(openAudio, openCheckpoint);

    maskMenu = bar->addMenu(tr("Mas&k"));
    reroll = add(maskMenu, "rerollMask", tr("&Reroll the mask"), {QKeySequence(Qt::Key_R)}, "reroll");

    QMenu* analysis = bar->addMenu(tr("&Analysis"));
    rerun = add(analysis, "rerun", tr("Run &again"), {QKeySequence::Refresh});
    cancel = add(analysis, "cancel", tr("&Cancel all work"), {QKeySequence(Qt::Key_Escape)}, "cancel");

    windowMenu = bar->addMenu(tr("&Window"));
    workspaceMenu = windowMenu->addMenu(tr("&Workspace"));
    windowMenu->addSeparator();
    resetLayout = new QAction(tr("&Reset layout"), this);
    resetLayout->setObjectName("resetLayout");

    QMenu* help = bar->addMenu(tr("&Help"));
    shortcuts = add(help, "shortcuts", tr("&Keyboard shortcuts"), {QKeySequence::HelpContents});
    about = add(help, "about", tr("&About TVLT Workbench"));
}

QAction* addCommand(QMainWindow& window, QMenu* menu, const char* name, const QString& text,
                    const QList<QKeySequence>& keys, const char* icon) {
    QAction* action = menu->addAction(text);
    action->setObjectName(name);
    action->setShortcuts(keys);
    if (icon != nullptr)
        action->setIcon(themedIcon(icon));
    if (!keys.isEmpty())
        action->setToolTip(
            QStringLiteral("%1 (%2)").arg(action->iconText(), keys.front().toString(QKeySequence::NativeText)));
    window.addAction(action);
    return action;
}

} // namespace tvlt
