#include "app/workbench/first_paint.h"
#include "app/workbench/launch_options.h"
#include "app/workbench/main_window.h"
#include "app/workbench/preferences.h"
#include "app/workbench/screenshot.h"
#include "app/workbench/workbench.h"
#include "core/base/version.h"
#include "widgets/style/plain_text.h"

#include <QApplication>
#include <QDir>
#include <QSettings>
#include <QStandardPaths>
#include <QTextStream>

#include <clocale>

int main(int argc, char** argv) {
    QApplication::setApplicationName("tvlt-workbench");
    QApplication::setApplicationDisplayName("TVLT Workbench");
    QApplication::setOrganizationName("tvlt-workbench");
    QApplication::setApplicationVersion(tvlt::version());
    QApplication::setDesktopFileName("tvlt-workbench");
    if (tvlt::asksForHelp({argv + 1, argv + argc})) { // where there is no display, too
        const QCoreApplication application(argc, argv);
        (void)tvlt::parseLaunchOptions(QCoreApplication::arguments());
    }
    QApplication application(argc, argv);
    std::setlocale(LC_NUMERIC, "C"); // Qt takes the user's; numbers in files have points
    tvlt::showTextPlain(application);

    const tvlt::LaunchOptions options = tvlt::parseLaunchOptions(QApplication::arguments());
    QSettings settings;
    tvlt::Preferences preferences = tvlt::loadPreferences(settings);
    tvlt::applyTheme(application, options.theme.value_or(preferences.theme));

    tvlt::prepareRuntime(preferences.threads);
    tvlt::MainWindow window(preferences, tvlt::engineFactory());
    // A screenshot shows the program as it comes, not as this person has arranged it, and leaves no trace.
    const bool lasting = options.screenshot.isEmpty();
    if (lasting)
        window.restorePlaces(settings);
    if (!options.size.isEmpty())
        window.resize(options.size);
    window.show();
    if (!options.workspace.isEmpty() && !window.showWorkspace(options.workspace)) {
        QTextStream(stderr) << QObject::tr("There is no page called %1.").arg(options.workspace) << '\n';
        return tvlt::kWrongUsage;
    }

    // The window is seen before anything is opened: LibTorch alone takes longer to load than the window to come.
    tvlt::afterFirstPaint(window, [&] {
        if (!options.mask.isEmpty())
            window.workbench().masks().load(options.mask);
        if (options.session.isEmpty() || !options.checkpoint.isEmpty())
            window.workbench().checkpoints().load(options.checkpoint);
        if (!options.session.isEmpty())
            window.openSession(options.session);
        const bool asked = !options.paths.isEmpty() || !options.session.isEmpty();
        if (lasting && !preferences.started && !asked)
            window.showDemo();
        else
            window.workbench().open(options.paths, options.audio);
        if (lasting)
            window.keepSession(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + "/sessions");
        else
            tvlt::takeScreenshot(window, options.screenshot);
    });
    const int code = QApplication::exec();
    if (lasting) {
        window.savePlaces(settings);
        tvlt::savePreferences(window.preferences(), settings);
    }
    return code;
}
