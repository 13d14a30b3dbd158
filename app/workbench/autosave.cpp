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

Autosave::Autosave(const QDir& folder, QObject* parent)
    : QObject(parent), folder_(folder), writing_(std::make_unique<Background>()) {
    folder_.mkpath(QStringLiteral("."));
    path_ = folder_.filePath(QUuid::createUuid().toString(QUuid::WithoutBraces) + kEnding);
    lock_ = lockOf(path_);
    lock_->tryLock(0);
}

Autosave::~Autosave() {
    writing_.reset(); // nothing comes after
    QFile::remove(path_);
}

std::optional<Session> Autosave::takeLeftBehind() {
    const auto files = folder_.entryInfoList({'*' + kEnding}, QDir::Files, QDir::Time); // newest first
    for (const QFileInfo& file : files) {
        const QString path = file.absoluteFilePath();
        const auto lock = lockOf(path);
        if (path == QFileInfo(path_).absoluteFilePath() || !lock->tryLock(0))
            continue; // another program's, which lives
        const auto session = guard([&] { return loadSession(toPath(path)); });
        if (!session)
            continue; // a newer program may read it
        // This program may end unexpectedly too. Without room the only copy stays.
        if (writeNow(*session))
            QFile::remove(path);
        return *session;
    }
    return std::nullopt;
}

void Autosave::write(const Session& session) {
    if (writing_->running() || written_ == session)
        return;
    written_ = session;
    writing_->start([path = toPath(path_), session](const Job&) { saveSession(path, session); },
                    [this](const Result<Done>& done) {
                        if (!done)
                            written_.reset(); // the next one is tried again, whatever it holds
                    });
}

bool Autosave::writeNow(const Session& session) {
    if (!guard([&] { saveSession(toPath(path_), session); }))
        return false;
    written_ = session;
    return true;
}

} // namespace tvlt
