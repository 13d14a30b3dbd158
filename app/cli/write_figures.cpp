#include "app/cli/write_figures.h"

#include "widgets/figure/figure.h"

#include <QGuiApplication>

#include <clocale>
#include <cstdio>

namespace tvlt {

namespace {

/// Qt's remarks about a missing desktop are no concern of someone at a command line.
void showCriticalOnly(QtMsgType type, const QMessageLogContext&, const QString& text) {
    if (type == QtCriticalMsg || type == QtFatalMsg)
        std::fprintf(stderr, "tvlt: %s\n", qPrintable(text));
}

} // namespace

void writeFigures(const std::shared_ptr<const Analysis>& analysis, const std::vector<std::filesystem::path>& paths) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qInstallMessageHandler(showCriticalOnly);
    int argc = 1;
    char program[] = "tvlt";
    char* argv[] = {program, nullptr};
    const QGuiApplication application(argc, argv);
    std::setlocale(LC_NUMERIC, "C"); // Qt takes the user's; numbers in files have points
    for (const auto& path : paths)
        exportFigure(analysis, path);
}

} // namespace tvlt
