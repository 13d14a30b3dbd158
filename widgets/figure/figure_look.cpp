#include "widgets/figure/figure_look.h"

#include "core/base/error.h"
#include "widgets/figure/figure_layout.h"

namespace tvlt {

void checkLook(const FigureLook& look) {
    if (!(look.widthMm >= 80.0 && look.widthMm <= 1000.0))
        throwBadInput("is not between 80 and 1000 mm", "width");
    if (!(look.fontPt >= 4.0 && look.fontPt <= 14.0))
        throwBadInput("is not between 4 and 14 pt", "font size");
    if (look.dpi < 30 || look.dpi > 1200)
        throwBadInput("is not between 30 and 1200", "dpi");
}

double lookFontSize(const FigureLook& look) {
    // All text is of the size that labels and ticks have beside a reconstruction.
    return 0.86 * look.fontPt * 25.4 / 72.0 * kUnitsPerMm;
}

} // namespace tvlt
