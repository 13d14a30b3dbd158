// From the start of the program to its first painted window, and to the first answer of the demo model, in
// milliseconds: bench_start [--repeat N]
//
// Runs itself again as the window's program does (the same libraries, the same steps), each time in a process of its
// own that knows when it was started.
#include "app/workbench/first_paint.h"
#include "app/workbench/main_window.h"
#include "app/workbench/preferences.h"
#include "app/workbench/workbench.h"
#include "core/model/device.h"
#include "widgets/style/theme.h"

#include <QApplication>
#include <QProcess>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

using namespace tvlt;

namespace {

/// The same clock in parent and child.
double nowMs() {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

int child(int argc, char** argv, double started) {
    QApplication application(argc, argv);
    applyTheme(application, Theme::Light);
    prepareRuntime(0);
    MainWindow window(Preferences{}, engineFactory());
    window.show();
    afterFirstPaint(window, [&] {
        const double painted = nowMs();
        window.workbench().checkpoints().load({});
        window.showDemo();
        auto* answered = new QTimer(&window);
        QObject::connect(answered, &QTimer::timeout, [&window, started, painted] {
            if (!window.workbench().analysis())
                return;
            std::printf("%.1f %.1f\n", painted - started, nowMs() - started);
            std::fflush(stdout);
            std::_Exit(0);
        });
        answered->start(5);
    });
    return QApplication::exec();
}

} // namespace

int main(int argc, char** argv) {
    if (argc == 3 && QByteArray(argv[1]) == "--started")
        return child(argc, argv, QByteArray(argv[2]).toDouble());
    const int repeat = argc == 3 && QByteArray(argv[1]) == "--repeat" ? QByteArray(argv[2]).toInt() : 7;
    std::vector<double> painted;
    std::vector<double> answered;
    for (int i = 0; i < repeat; ++i) {
        QProcess process;
        process.start(argv[0], {"--started", QString::number(nowMs(), 'f', 3)});
        if (!process.waitForFinished() || process.exitCode() != 0) {
            std::fprintf(stderr, "%s", process.readAllStandardError().constData());
            return 1;
        }
        const QByteArrayList times = process.readAllStandardOutput().trimmed().split(' ');
        painted.push_back(times.value(0).toDouble());
        answered.push_back(times.value(1).toDouble());
    }
    const auto tell = [repeat](const char* what, std::vector<double>& times) {
        std::sort(times.begin(), times.end());
        std::printf("start to %s: median %.0f ms, best %.0f ms of %d\n", what, times[times.size() / 2], times.front(),
                    repeat);
    };
    tell("first paint", painted);
    tell("first answer", answered);
    return 0;
}
