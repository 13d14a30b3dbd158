#include "app/cli/write_figures.h"

#include "widgets/figure/figure.h"

#include <QGuiApplication>

#include <clocale>

namespace tvlt {

void writeFigures(const std::shared_ptr<const Analysis>& analysis, const std::vector<std::filesystem::path>& paths) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    int argc = 1;
    char program[] = "tvlt";
    char* argv[] = {program, nullptr};
    const QGuiApplication application(argc, argv);
    std::setlocale(LC_NUMERIC, "C"); // Qt takes the user's; numbers in files have points
    for (const auto& path : paths)
        exportFigure(analysis, path);
}

} // namespace tvlt
