#include "widgets/figure/figure.h"
#include "widgets/figure/figure_file.h"

#include <QRectF>

#include <algorithm>
#include <cmath>

namespace tvlt {

void exportFigure(const std::shared_ptr<const Analysis>& analysis, const std::filesystem::path& path,
                  const FigureOptions& options) {
    exportFigure(ReconstructionFigure(analysis, options), path, options);
}

void exportFigure(const ReconstructionFigure& figure, const std::filesystem::path& path, const FigureOptions& options) {
    writeFigureFile({figure.title(),
                     {figure.widthMm(), figure.heightMm()},
                     std::max<double>(options.dpi, std::ceil(figure.cellDpi())),
                     [&](QPainter& painter, const QRectF& target) { figure.paint(painter, target); },
                     options.recipe},
                    path);
}

} // namespace tvlt
