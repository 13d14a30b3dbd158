#include "app/workbench/autosave.h"

#include "app/workbench/to_path.h"
#include "core/base/result.h"

#include <QFile>
#include <QUuid>

namespace tvlt {
namespace {

const QString kEnding = QStringLiteral(".session.json");

std::unique_ptr<QLockFile> lockOf(const QString& path) {
    auto lock = std::make_unique<QLockFile>(path + ".lock");
    lock->setStaleLockTime(0); // as old as it may be: only a dead owner makes it stale
    return lock;
}

} // namespace

Autosave::Autosave(const QDir& folder, QObject* parent) : QObject(parent), folder_(folder) {
    folder_.mkpath(QStringLiteral("."));
    path_ = folder_.filePath(QUuid::createUuid().toString(QUuid::WithoutBraces) + kEnding);
    lock_ = lockOf(path_);
    lock_->tryLock(0);
}

Autosave::~Autosave() {
    QFile::remove(path_);
}

std::optional<Session> Autosave::takeLeftBehind() {
    std::optional<Session> found;
    const auto files = folder_.entryInfoList({'*' + kEnding}, QDir::Files, QDir::Time); // newest first
    for (const QFileInfo& file : files) {
        const QString path = file.absoluteFilePath();
        const auto lock = lockOf(path);
        if (path == QFileInfo(path_).absoluteFilePath() || !lock->tryLock(0))
            continue; // another program's, which lives
        if (!found)
            if (const auto session = guard([&] { return loadSession(toPath(path)); })) {
                found = *session;
                write(*found); // this program may end unexpectedly too
                if (written_ != found)
                    continue; // no room: the only copy stays
            }
        QFile::remove(path);
    }
    return found;
}

void Autosave::write(const Session& session) {
    if (written_ == session)
        return;
    if (guard([&] { saveSession(toPath(path_), session); }))
        written_ = session;
}

} // namespace tvlt
