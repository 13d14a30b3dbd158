#pragma once

#include <QObject>

class QAction;
class QKeySequence;
class QMainWindow;
class QMenu;

namespace tvlt {

/// A command in `menu` whose keys work anywhere in the window. `name` is its object name, `icon` one of
/// resources/icons.
QAction* addCommand(QMainWindow& window, QMenu* menu, const char* name, const QString& text,
                    const QList<QKeySequence>& keys = {}, const char* icon = nullptr);

/// Every command of the program, but for those that MaskActions adds, with its text, icon and shortcut, and the menus
/// that hold them. What they do is connected by the window.
class Actions : public QObject {
    Q_OBJECT

  public:
    explicit Actions(QMainWindow& window);

    QAction* open;
    QAction* openAudio;
    QMenu* recentClips;
    QAction* openBatch;
    QAction* openSession;
    QAction* saveSession;
    QAction* saveSessionAs;
    QAction* exportFigure;
    QAction* exportMovie;
    QAction* quit;

    QAction* undo;
    QAction* redo;
    QAction* copyFigure;
    QAction* copyCommandLine;
    QAction* preferences;

    QAction* zoomIn;
    QAction* zoomOut;
    QAction* fit;
    QAction* large;
    QAction* patchGrid;
    QAction* maskOnAllRows;
    QAction* signedError;
    QAction* pasteVisible;
    QAction* borrowStatistics;

    QMenu* playbackMenu;
    QAction* play;
    QAction* forward;
    QAction* backward;
    QAction* nextFrame;
    QAction* previousFrame;
    QAction* segmentIn;
    QAction* segmentOut;
    QAction* toStart;
    QAction* toEnd;

    QAction* openCheckpoint;
    QAction* defaultCheckpoint;
    QMenu* recentCheckpoints;
    QAction* openClassifier;
    QAction* noClassifier;

    QMenu* maskMenu;
    QAction* reroll;
    QAction* rerun;
    QAction* cancel;

    QMenu* workspaceMenu;
    QMenu* windowMenu;
    QAction* resetLayout;
    QAction* shortcuts;
    QAction* about;
};

} // namespace tvlt
