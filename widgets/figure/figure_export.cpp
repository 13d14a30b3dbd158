#include "widgets/figure/figure.h"
#include "widgets/figure/figure_content.h"

#include <QRectF>

#include <algorithm>
#include <cmath>

namespace tvlt {

void exportFigure(const std::shared_ptr<const Analysis>& analysis, const std::filesystem::path& path,
                  const FigureOptions& options) {
    writeFigureFile(figurePage(ReconstructionFigure(analysis, options), options), path);
}

FigurePage figurePage(ReconstructionFigure figure, const FigureOptions& options) {
    const auto kept = std::make_shared<const ReconstructionFigure>(std::move(figure));
    return {kept->title(),
            {kept->widthMm(), kept->heightMm()},
            std::max<double>(options.dpi, std::ceil(kept->cellDpi())),
            [kept](QPainter& painter, const QRectF& target) { kept->paint(painter, target); },
            options.recipe};
}

FigurePage figurePage(FigureContent content, const FigureLook& look) {
    FigureOptions options;
    options.widthMm = look.widthMm;
    options.fontPt = look.fontPt;
    options.dpi = look.dpi;
    return figurePage(ReconstructionFigure(std::move(content), options), options);
}

} // namespace tvlt
