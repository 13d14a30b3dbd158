#include "tests/support/hooks.h"
#include "widgets/style/theme.h"

#include <QApplication>

std::shared_ptr<void> tvltTestSetUp(int& argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    auto application = std::make_shared<QApplication>(argc, argv);
    tvlt::applyTheme(*application, tvlt::Theme::Light);
    return application;
}
