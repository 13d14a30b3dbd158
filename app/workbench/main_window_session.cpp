// The window's sessions: saved, opened, and kept while the program runs.
#include "app/workbench/autosave.h"
#include "app/workbench/compare_workspace.h"
#include "app/workbench/main_window.h"
#include "app/workbench/to_path.h"
#include "app/workbench/workbench.h"
#include "app/workbench/workspace.h"
#include "widgets/chrome/message_bar.h"
#include "widgets/inspect/inspect_view.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QTabWidget>
#include <QTimer>

#include <algorithm>

namespace tvlt {
namespace {

constexpr QLatin1String kLeftBehind{"leftBehind"};

QString sessionFilter() {
    return MainWindow::tr("Sessions (*.tvlt.json);;All files (*)");
}

QString named(const std::filesystem::path& path) {
    return QString::fromStdString(path.filename().string());
}

} // namespace

Session MainWindow::session() const {
    Session session = sessions_.session();
    QString page = tabs_->currentWidget()->objectName();
    if (const auto* workspace = qobject_cast<const Workspace*>(tabs_->currentWidget());
        workspace && !workspace->part().isEmpty())
        page += QLatin1Char('/') + workspace->part();
    session.workspace = page.toStdString();
    session.columns = compare_->session();
    session.layout = saveState().toBase64().toStdString();
    return session;
}

void MainWindow::restoreSession(const Session& session) {
    sessions_.restore(session);
    compare_->restore(session.columns);
    showWorkspace(QString::fromStdString(session.workspace));
    if (!session.layout.empty())
        restoreState(QByteArray::fromBase64(QByteArray::fromStdString(session.layout)));
}

void MainWindow::openFromBatch(const Session& session, const QString& classifier) {
    Session found = session;
    if (!findMissing(found))
        return;
    sessions_.restore(found);
    if (!classifier.isEmpty())
        workbench_->checkpoints().loadClassifier(classifier);
    tabs_->setCurrentWidget(inspect_);
}

void MainWindow::openSession(const QString& path) {
    auto session = guard([&] { return loadSession(toPath(path)); });
    if (!session) {
        message_->showError(session.error(), Workbench::kSessionJob);
        return;
    }
    if (!findMissing(*session))
        return;
    sessionPath_ = path;
    restoreSession(*session);
}

bool MainWindow::findMissing(Session& session) {
    std::filesystem::path folder; // where the last one was found: mostly the others are there too
    for (const auto& gone : missingFiles(session)) {
        const auto moved = [&](const std::filesystem::path& found) {
            for (auto& path : session.clip)
                if (path == gone)
                    path = found;
            for (auto* path : {&session.audio, &session.columns.otherClip})
                if (*path == gone)
                    *path = found;
            folder = found.parent_path();
        };
        std::error_code none;
        if (!folder.empty() && std::filesystem::exists(folder / gone.filename(), none)) {
            moved(folder / gone.filename());
            continue;
        }
        const auto answer = QMessageBox::question(this, tr("A file has moved"),
                                                  tr("%1 is not there any more:\n%2\n\nWhere is it now?")
                                                      .arg(named(gone), QString::fromStdString(gone.string())),
                                                  QMessageBox::Open | QMessageBox::Cancel);
        if (answer != QMessageBox::Open)
            return false;
        const QString found = QFileDialog::getOpenFileName(this, tr("Where is %1?").arg(named(gone)));
        if (found.isEmpty())
            return false;
        moved(toPath(found));
    }
    return true;
}

void MainWindow::chooseSession() {
    const QString path = QFileDialog::getOpenFileName(this, tr("Open a session"), sessionPath_, sessionFilter());
    if (!path.isEmpty())
        openSession(path);
}

void MainWindow::saveSession(bool ask) {
    QString path = sessionPath_;
    if (ask || path.isEmpty()) {
        const QString clip = QFileInfo(windowFilePath()).completeBaseName();
        QFileDialog dialog(this, tr("Save the session"), QFileInfo(path).path(), sessionFilter());
        dialog.setAcceptMode(QFileDialog::AcceptSave);
        dialog.setDefaultSuffix("tvlt.json"); // so that what is there of that name is asked about
        dialog.selectFile(path.isEmpty() ? (clip.isEmpty() ? tr("session") : clip) + ".tvlt.json"
                                         : QFileInfo(path).fileName());
        if (dialog.exec() != QDialog::Accepted || dialog.selectedFiles().isEmpty())
            return;
        path = dialog.selectedFiles().front();
    }
    const auto done = guard([&] { tvlt::saveSession(toPath(path), session()); });
    if (!done) {
        message_->showError(done.error(), Workbench::kSessionJob);
        return;
    }
    sessionPath_ = path;
    message_->showText(tr("The session is saved."), path, MessageBar::Level::Info, Workbench::kSessionJob);
}

void MainWindow::keepSession(const QDir& folder, std::chrono::milliseconds every) {
    autosave_ = new Autosave(folder, this);
    if (const auto left = autosave_->takeLeftBehind())
        offerLeftBehind(*left);
    auto* timer = new QTimer(this);
    timer->setInterval(every);
    connect(timer, &QTimer::timeout, this, [this] {
        // As long as the question is open, what it asks about is all there is of it.
        if (workbench_->clips().clip() && !findChild<QMessageBox*>(kLeftBehind))
            autosave_->write(session());
    });
    timer->start();
}

void MainWindow::offerLeftBehind(const Session& session) {
    if (session.clip.empty())
        return;
    auto* question =
        new QMessageBox(QMessageBox::Question, tr("Go on where you were?"),
                        tr("The program ended unexpectedly last time, with %1 open.").arg(named(session.clip.front())),
                        QMessageBox::NoButton, this);
    question->setObjectName(kLeftBehind);
    question->setAttribute(Qt::WA_DeleteOnClose);
    const QAbstractButton* open = question->addButton(tr("Open it again"), QMessageBox::AcceptRole);
    question->addButton(tr("Begin anew"), QMessageBox::RejectRole);
    connect(question, &QMessageBox::buttonClicked, this,
            [this, question, open, session](const QAbstractButton* button) {
                Session found = session;
                if (button != open || !findMissing(found))
                    return;
                message_->clear(); // a welcome is out of place now
                restoreSession(found);
            });
    question->open();
}

} // namespace tvlt
