#include "app/cli/offscreen.h"

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

int argumentCount = 1; // Qt keeps a reference to it
char program[] = "tvlt";
char* arguments[] = {program, nullptr};

} // namespace

Offscreen::Offscreen() {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qInstallMessageHandler(showCriticalOnly);
    application_ = std::make_unique<QGuiApplication>(argumentCount, arguments);
    std::setlocale(LC_NUMERIC, "C"); // Qt takes the user's; numbers in files have points
}

Offscreen::~Offscreen() = default;

} // namespace tvlt
