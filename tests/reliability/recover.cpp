// The real window as it keeps its session, and as it starts again after it was killed.
//
//     recover keep FOLDER CLIP   opens the clip and moves the cursor for ever, keeping the session in FOLDER as often
//     as
//                                it can; prints "ready" once one is there
//     recover look FOLDER        says "again" where the window asks whether to go on; prints the clip that then opens
//                                and the cursor's time; exit code 1: it does not ask, or nothing opens
#include "app/workbench/main_window.h"
#include "app/workbench/preferences.h"
#include "app/workbench/to_path.h"
#include "app/workbench/workbench.h"
#include "core/base/result.h"
#include "core/session/session.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QMessageBox>
#include <QtTest>

#include <cstdio>

using namespace tvlt;

namespace {

constexpr int kPatience = 30'000; // milliseconds

int fail(const char* why) {
    std::fprintf(stderr, "recover: %s\n", why);
    return 1;
}

/// The cursor's time in the session that is kept; 0: there is none yet.
double keptTime(const QDir& folder) {
    for (const QFileInfo& file : folder.entryInfoList({"*.session.json"}, QDir::Files))
        if (const auto session = guard([&] { return loadSession(toPath(file.absoluteFilePath())); }))
            return session->time;
    return 0.0;
}

int keep(MainWindow& window, const QDir& folder, const QString& clip) {
    window.keepSession(folder, std::chrono::milliseconds(1));
    Workbench& workbench = window.workbench();
    workbench.open({clip});
    if (!QTest::qWaitFor([&] { return workbench.clips().clip().has_value(); }, kPatience))
        return fail("the clip does not open");
    for (int step = 0;; ++step) {
        workbench.seek(workbench.view().clipDuration() * (1 + step % 1000) / 1001.0);
        QTest::qWait(1);
        if (step == 0 && QTest::qWaitFor([&] { return keptTime(folder) > 0.0; }, kPatience)) {
            std::puts("ready");
            std::fflush(stdout);
        }
    }
}

int look(MainWindow& window, const QDir& folder) {
    window.keepSession(folder);
    QMessageBox* question = nullptr;
    if (!QTest::qWaitFor([&] { return (question = window.findChild<QMessageBox*>("leftBehind")) != nullptr; }, 2000))
        return fail("the window does not ask whether to go on");
    for (QAbstractButton* button : question->buttons())
        if (question->buttonRole(button) == QMessageBox::AcceptRole)
            button->click();
    Workbench& workbench = window.workbench();
    if (!QTest::qWaitFor([&] { return workbench.clips().clip().has_value(); }, kPatience))
        return fail("the clip does not open again");
    std::printf("%s\n%.6f\n", workbench.clips().clip()->path.c_str(), window.session().time);
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    const QStringList words = QApplication::arguments();
    const bool keeps = words.size() == 4 && words[1] == "keep";
    if (!keeps && (words.size() != 3 || words[1] != "look"))
        return 2;
    MainWindow window(Preferences{}, engineFactory());
    window.show();
    return keeps ? keep(window, QDir(words[2]), words[3]) : look(window, QDir(words[2]));
}
