#pragma once

#include <QObject>

class QAction;
class QMainWindow;
class QMenu;

namespace tvlt {

/// Every command of the program with its text, icon and shortcut, and the menus that hold them. What they do is
/// connected by the window.
class Actions : public QObject {
    Q_OBJECT

  public:
    explicit Actions(QMainWindow& window);

    QAction* open;
    QAction* openAudio;
    QMenu* recentClips;
    QAction* exportFigure;
    QAction* quit;

    QAction* preferences;

    QAction* zoomIn;
    QAction* zoomOut;
    QAction* fit;
    QAction* patchGrid;
    QAction* maskOnAllRows;
    QAction* pasteVisible;

    QAction* play;
    QAction* forward;
    QAction* backward;
    QAction* nextFrame;
    QAction* previousFrame;
    QAction* toStart;
    QAction* toEnd;

    QAction* openCheckpoint;
    QAction* defaultCheckpoint;
    QMenu* recentCheckpoints;
    QAction* openClassifier;
    QAction* noClassifier;

    QAction* reroll;
    QAction* rerun;
    QAction* cancel;

    QMenu* windowMenu;
    QAction* resetLayout;
    QAction* shortcuts;
    QAction* about;

  private:
    QAction* add(QMenu* menu, const char* name, const QString& text, const QList<QKeySequence>& keys = {},
                 const char* icon = nullptr);

    QMainWindow& window_;
};

} // namespace tvlt
