#pragma once

#include "core/features/mask_pins.h"

#include <QList>
#include <QObject>

class QAction;
class QActionGroup;
class QMainWindow;
class QMenu;

namespace tvlt {

class InspectView;
class Workbench;

/// The commands of the mask: brush and its shape, patches by keyboard, pins, presets, files, undo. They fill the Mask
/// menu and connect themselves to views and workbench.
class MaskActions : public QObject {
    Q_OBJECT

  public:
    MaskActions(QMainWindow& window, QMenu& menu, Workbench& workbench, InspectView& view);

    /// For a panel: what the brush does, what it takes, and commands on the whole mask.
    [[nodiscard]] QList<QAction*> brushes() const;
    [[nodiscard]] QList<QAction*> shapes() const;
    [[nodiscard]] QList<QAction*> commands() const { return commands_; }
    [[nodiscard]] QMenu* presets() const { return presets_; }
    /// Undo and redo by `undo` and `redo`, whose texts follow what they would do.
    void drive(QAction* undo, QAction* redo);

  private:
    void addBrush(const char* name, const QString& text, int key, const char* icon, std::optional<PinTo> paints);
    void addShape(const char* name, const QString& text, int key, const char* icon, BrushShape shape);
    void addPresets();
    void addWalks(InspectView& view);
    void addFiles();
    void connectView(InspectView& view);
    void showMenu(const TokenRef& token, const QPoint& place);
    void followState();
    /// The patch that is selected, painted by the brush; with none at hand, hidden or shown in turn.
    void paintSelected();

    QMainWindow& window_;
    QMenu& menu_;
    Workbench& workbench_;
    QActionGroup* brushes_;
    QActionGroup* shapes_;
    QMenu* presets_ = nullptr;
    QList<QAction*> commands_;
    QList<QAction*> needClip_;
    QAction* clear_ = nullptr;
};

} // namespace tvlt
