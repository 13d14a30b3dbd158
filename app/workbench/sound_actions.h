#pragma once

#include "core/analysis/heard_sound.h"

#include <QObject>

#include <optional>

class QAction;
class QActionGroup;
class QLabel;
class QMainWindow;
class QMenu;

namespace tvlt {

class Workbench;

/// Which sound is heard, looping, and saving it: commands at the foot of the Playback menu.
class SoundActions : public QObject {
    Q_OBJECT

  public:
    SoundActions(QMainWindow& window, QMenu& menu, Workbench& workbench);
    /// The choices alone, for a button.
    [[nodiscard]] QMenu* choices() const { return choices_; }
    /// Says what is heard when it is not the clip itself.
    [[nodiscard]] QLabel* label() const { return label_; }

  private:
    void addChoice(const char* name, const QString& text, std::optional<HeardSound> choice);
    void follow();
    void chooseFile();

    QMainWindow& window_;
    Workbench& workbench_;
    QMenu* choices_;
    QActionGroup* group_;
    QAction* save_;
    QLabel* label_;
};

} // namespace tvlt
