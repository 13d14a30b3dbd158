#include "tests/support/hooks.h"

#include <QGuiApplication>

std::shared_ptr<void> tvltTestSetUp(int& argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    return std::make_shared<QGuiApplication>(argc, argv);
}
