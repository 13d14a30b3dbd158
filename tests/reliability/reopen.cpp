// Opens clips one after the other in the real window, each until it is analysed with the demo model, and compares the
// memory in use after some with that after many.
//
//     reopen --first 50 --last 500 --most 1.05 CLIP...
//
// Exit code 1: the program takes more than --most times as much at the end, or a clip is not analysed.
#include "app/workbench/main_window.h"
#include "app/workbench/preferences.h"
#include "app/workbench/workbench.h"
#include "core/model/device.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QFile>
#include <QtTest>

#include <cstdio>
#include <unistd.h>

using namespace tvlt;

namespace {

/// Resident, in MiB.
double memoryInUse() {
    QFile file("/proc/self/statm");
    if (!file.open(QIODevice::ReadOnly))
        return 0.0;
    return double(file.readAll().split(' ').value(1).toLongLong() * ::sysconf(_SC_PAGESIZE)) / (1 << 20);
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addPositionalArgument("CLIPS", "Opened in turn");
    parser.addOption({"first", "Opens after which memory is looked at", "N", "50"});
    parser.addOption({"last", "Opens after which it is looked at again", "N", "500"});
    parser.addOption({"most", "How many times as much it may be then", "X", "1.05"});
    parser.addHelpOption();
    parser.process(application);
    const QStringList clips = parser.positionalArguments();
    if (clips.isEmpty())
        parser.showHelp(2);
    prepareRuntime(0);

    MainWindow window(Preferences{}, engineFactory());
    window.show();
    Workbench& workbench = window.workbench();
    workbench.checkpoints().load({});
    const int first = parser.value("first").toInt();
    const int last = parser.value("last").toInt();
    double early = 0.0;
    for (int i = 1; i <= last; ++i) {
        const QString clip = clips[i % clips.size()];
        workbench.open({clip});
        const auto analysed = [&] {
            return workbench.clips().clip() && workbench.clips().clip()->path == clip.toStdString() &&
                   workbench.analysis() && !window.busy();
        };
        QTest::qWait(1); // the open before is dropped first
        if (!QTest::qWaitFor(analysed, 60'000)) {
            std::printf("FAILED: %s is not analysed, the %dth time\n", qPrintable(clip), i);
            return 1;
        }
        if (i == first)
            early = memoryInUse();
        if (i % 50 == 0 || i == first) {
            std::printf("%d opens: %.0f MiB\n", i, memoryInUse());
            std::fflush(stdout);
        }
    }
    const double ratio = memoryInUse() / early;
    std::printf("%.0f MiB after %d opens, %.0f MiB after %d: %.3f times as much\n", early, first, memoryInUse(), last,
                ratio);
    return ratio <= parser.value("most").toDouble() ? 0 : 1;
}
