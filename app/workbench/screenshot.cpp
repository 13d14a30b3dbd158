#include "app/workbench/screenshot.h"

#include "app/workbench/main_window.h"
#include "widgets/chrome/message_bar.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QPixmap>
#include <QTextStream>
#include <QTimer>

#include <memory>

namespace tvlt {
namespace {

constexpr int kPoll = 100;     // milliseconds
constexpr int kQuietPolls = 8; // results still travel through the event queue after the work has ended
constexpr qint64 kLongest = 600'000;

int save(MainWindow& window, const QString& path) {
    const QPixmap picture = window.grab();
    if (picture.save(path))
        return 0;
    QTextStream(stderr) << QObject::tr("Could not write %1: is its folder there, and its ending .png?").arg(path)
                        << '\n';
    return 1;
}

} // namespace

void takeScreenshot(MainWindow& window, const QString& path) {
    auto* timer = new QTimer(&window);
    auto quiet = std::make_shared<int>(0);
    QElapsedTimer waited;
    waited.start();
    QObject::connect(timer, &QTimer::timeout, &window, [&window, path, timer, quiet, waited] {
        *quiet = window.busy() ? 0 : *quiet + 1;
        const bool late = waited.elapsed() > kLongest;
        if (*quiet < kQuietPolls && !late)
            return;
        timer->stop();
        const int code = save(window, path);
        // What was asked for and could not be had is in the picture, and a script sees it too.
        const bool failed = late || window.findChild<MessageBar*>("messageBar")->showsError();
        QApplication::exit(failed ? 1 : code);
    });
    timer->start(kPoll);
}

} // namespace tvlt
