#pragma once

#include "app/workbench/background.h"
#include "core/session/session.h"

#include <QDir>
#include <QLockFile>
#include <QObject>

#include <memory>
#include <optional>

namespace tvlt {

/// Keeps the session of a running program in a folder of its own, so that nothing is lost when it ends unasked. Each
/// program has one file there, locked while it runs: a file without a living owner was left behind by a crash.
class Autosave : public QObject {
    Q_OBJECT

  public:
    explicit Autosave(const QDir& folder, QObject* parent = nullptr);
    /// An orderly end: nothing is left behind.
    ~Autosave() override;

    /// Takes what a crash left behind, the newest of several, as what this program writes until it writes something
    /// else; none: nothing was that can be read. The others stay for the next time.
    [[nodiscard]] std::optional<Session> takeLeftBehind();
    /// Writes the session, on another thread, unless it is the last one that was or one is being written: the next time
    /// is soon enough. A full disk is no reason to disturb anybody.
    void write(const Session& session);
    /// Nothing is on its way to the disk.
    [[nodiscard]] bool settled() const { return !writing_->running(); }
    [[nodiscard]] QString path() const { return path_; }

  private:
    [[nodiscard]] bool writeNow(const Session& session);

    QDir folder_;
    QString path_;
    std::unique_ptr<QLockFile> lock_;
    std::optional<Session> written_; ///< or on its way
    std::unique_ptr<Background> writing_;
};

} // namespace tvlt
