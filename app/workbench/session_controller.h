#pragma once

#include "core/session/session.h"

#include <QObject>

#include <optional>

namespace tvlt {

class Workbench;

/// What of a session is the workbench's: taken down, and brought back step by step as clip and checkpoint open. GUI
/// thread.
class SessionController : public QObject {
    Q_OBJECT

  public:
    explicit SessionController(Workbench& workbench, QObject* parent = nullptr);

    /// Without the window's part: page, columns, layout.
    [[nodiscard]] Session session() const;
    /// Opens what the session names. A clip that is opened by hand meanwhile drops what was still to come.
    void restore(const Session& session);

  private:
    void clipOpened();
    void featuresCame();

    Workbench& workbench_;
    std::optional<Session> coming_; ///< its clip is being opened
    std::optional<Session> placed_; ///< its clip is open; cursor and zoom wait for the features
};

} // namespace tvlt
