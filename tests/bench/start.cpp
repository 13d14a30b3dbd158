// From the start of the program to its first painted window, in milliseconds: bench_start [--repeat N]
//
// Runs itself again as the window's program does (the same libraries, the same steps), each time in a process of its
// own that knows when it was started.
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

class FirstPaint : public QApplication {
  public:
    FirstPaint(int& argc, char** argv, double started) : QApplication(argc, argv), started_(started) {}
    bool notify(QObject* receiver, QEvent* event) override {
        const bool paints = event->type() == QEvent::Paint && qobject_cast<MainWindow*>(receiver);
        const bool taken = QApplication::notify(receiver, event);
        if (paints && !told_) {
            told_ = true;
            std::printf("%.1f\n", nowMs() - started_);
            std::fflush(stdout);
            std::_Exit(0);
        }
        return taken;
    }

  private:
    double started_;
    bool told_ = false;
};

int child(int argc, char** argv, double started) {
    FirstPaint application(argc, argv, started);
    applyTheme(application, Theme::Light);
    prepareRuntime(0);
    MainWindow window(Preferences{}, engineFactory());
    window.show();
    window.workbench().checkpoints().load({});
    window.showDemo();
    return QApplication::exec();
}

} // namespace

int main(int argc, char** argv) {
    if (argc == 3 && QByteArray(argv[1]) == "--started")
        return child(argc, argv, QByteArray(argv[2]).toDouble());
    const int repeat = argc == 3 && QByteArray(argv[1]) == "--repeat" ? QByteArray(argv[2]).toInt() : 7;
    std::vector<double> times;
    for (int i = 0; i < repeat; ++i) {
        QProcess process;
        process.start(argv[0], {"--started", QString::number(nowMs(), 'f', 3)});
        if (!process.waitForFinished() || process.exitCode() != 0) {
            std::fprintf(stderr, "%s", process.readAllStandardError().constData());
            return 1;
        }
        times.push_back(process.readAllStandardOutput().trimmed().toDouble());
    }
    std::sort(times.begin(), times.end());
    std::printf("start to first paint: median %.0f ms, best %.0f ms of %d\n", times[times.size() / 2], times.front(),
                repeat);
    return 0;
}
