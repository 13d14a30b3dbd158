#include "app/cli/write_figures.h"

#include "app/cli/offscreen.h"
#include "widgets/figure/figure.h"

namespace tvlt {

void writeFigures(const std::shared_ptr<const Analysis>& analysis, const std::vector<std::filesystem::path>& paths) {
    const Offscreen offscreen;
    for (const auto& path : paths)
        exportFigure(analysis, path);
}

} // namespace tvlt
