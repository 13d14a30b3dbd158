#pragma once

#include "app/workbench/background.h"
#include "app/workbench/workspace.h"
#include "core/prediction/folder.h"

#include <QTimer>

class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;

namespace tvlt {

class ClipScatter;
class ElidedLabel;
class RankingTable;
class Workbench;

/// A folder of clips against the open one: whose sound goes with this picture, whose picture with this sound, and all
/// of them in the plane of their cls states.
class FolderPage : public Workspace {
    Q_OBJECT

  public:
    static constexpr QLatin1String kJob{"folder"};

    explicit FolderPage(Workbench& workbench, QWidget* parent = nullptr);

    [[nodiscard]] bool busy() const override { return run_.running(); }
    void cancel(const QString& job) override;
    [[nodiscard]] std::optional<PageFigure> figure() const override;
    [[nodiscard]] QString figureAdvice() const override;
    [[nodiscard]] QString figureName() const override;
    /// Asks about all clips in it and below.
    void openFolder(const QString& path);
    [[nodiscard]] const std::shared_ptr<const Folder>& folder() const { return folder_; }

  protected:
    void showEvent(QShowEvent*) override;

  private:
    struct Begun {
        std::size_t planned = 0;
        std::optional<FolderClip> clip; ///< none: the clips were counted
    };
    QWidget* buildBar();
    void choose();
    void start();
    void take(const Begun& item);
    void refresh();
    void choose(int clip);
    void openClip(int clip);
    [[nodiscard]] RankBy rankBy() const;
    [[nodiscard]] QString emptyText() const;
    [[nodiscard]] QString stateText() const;

    Workbench& workbench_;
    QString path_;
    std::shared_ptr<const Folder> folder_;
    std::shared_ptr<const FolderQuestion> question_; ///< what it answers
    Background run_;
    QTimer soon_; ///< clips may come faster than tables can be filled
    QPushButton* choose_;
    QPushButton* start_;
    QComboBox* by_;
    QComboBox* figure_;
    ElidedLabel* state_;
    QStackedWidget* pages_;
    QLabel* empty_;
    RankingTable* table_;
    ClipScatter* scatter_;
};

} // namespace tvlt
