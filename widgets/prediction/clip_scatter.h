#pragma once

#include "core/prediction/folder_states.h"
#include "widgets/figure/group_style.h"

#include <QWidget>

#include <memory>

namespace tvlt {

/// The clips of a folder in the plane of their cls states, one mark a clip, its colour and shape its likeliest class. A
/// click chooses a clip, a double click opens it; the arrow keys go to the next and the previous one.
class ClipScatter : public QWidget {
    Q_OBJECT

  public:
    explicit ClipScatter(QWidget* parent = nullptr);
    /// Null clears.
    void setFolder(std::shared_ptr<const Folder> folder);
    /// An index into Folder::clips, or -1.
    void setChosen(int clip);
    [[nodiscard]] int chosen() const { return chosen_; }
    /// Where a clip's mark stands; null: it has none.
    [[nodiscard]] QPointF markAt(int clip) const;
    [[nodiscard]] QSize minimumSizeHint() const override;

  signals:
    void clipChosen(int clip);
    void clipActivated(int clip);

  protected:
    void paintEvent(QPaintEvent*) override;
    void mousePressEvent(QMouseEvent*) override;
    void mouseDoubleClickEvent(QMouseEvent*) override;
    void keyPressEvent(QKeyEvent*) override;
    bool event(QEvent*) override;

  private:
    [[nodiscard]] QRectF plotRect() const;
    [[nodiscard]] double legendWidth() const;
    [[nodiscard]] QPointF place(std::size_t point) const;
    /// The clip whose mark is under a position; -1: none is.
    [[nodiscard]] int clipAt(const QPointF& position) const;
    [[nodiscard]] bool hasGroups() const;
    void choose(int clip);

    std::shared_ptr<const Folder> folder_;
    FolderPlane plane_;
    Groups groups_;
    int chosen_ = -1;
};

} // namespace tvlt
