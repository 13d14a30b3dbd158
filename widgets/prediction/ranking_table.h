#pragma once

#include "core/prediction/folder.h"

#include <QTableWidget>

#include <memory>
#include <vector>

namespace tvlt {

/// The clips of a folder, the best match first: thumbnail, file, score, class; clips that could not be used last, with
/// the reason. The query itself is marked.
class RankingTable : public QTableWidget {
    Q_OBJECT

  public:
    explicit RankingTable(QWidget* parent = nullptr);
    /// Null clears. The chosen clip stays chosen.
    void setFolder(const std::shared_ptr<const Folder>& folder, RankBy by);
    /// An index into Folder::clips, or -1. Emits nothing.
    void setChosen(int clip);
    /// The clip on a line.
    [[nodiscard]] int clipOn(int line) const;

  signals:
    void clipChosen(int clip);
    void clipActivated(int clip);

  private:
    void fillLine(int line, const FolderClip& clip, RankBy by, int rank);

    std::vector<int> clips_; ///< by line
    int chosen_ = -1;
};

} // namespace tvlt
