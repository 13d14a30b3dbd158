#include "core/model/device.h"
#include "tests/support/hooks.h"
#include "widgets/style/theme.h"

#include <QApplication>

std::shared_ptr<void> tvltTestSetUp(int& argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    auto application = std::make_shared<QApplication>(argc, argv);
    tvlt::applyTheme(*application, tvlt::Theme::Light);
    // As the program does: figures are compared with those of `tvlt`, and how sums are split among threads shows in
    // their last digits.
    tvlt::prepareRuntime(0);
    return application;
}
